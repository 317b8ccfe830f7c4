/**
 * The fields of QuickBooks' objects and what each holds, as `name:type`, `[]` for a list. A contract test holds every
 * entry against Intuit's published schema. `id`, `string`, `decimal`, `boolean`, `int`, `date` and `dateTime` are plain
 * values; the other types are in this table or in the enumerations below it.
 */
const entity =
  'Id:id SyncToken:string MetaData:ModificationMetaData CustomField:CustomField[] domain:string status:EntityStatusEnum sparse:boolean';

const person = `${entity} Organization:boolean Title:string GivenName:string MiddleName:string FamilyName:string Suffix:string
  FullyQualifiedName:string CompanyName:string DisplayName:string PrintOnCheckName:string UserId:string Active:boolean
  V4IDPseudonym:string PrimaryPhone:TelephoneNumber AlternatePhone:TelephoneNumber Mobile:TelephoneNumber Fax:TelephoneNumber
  PrimaryEmailAddr:EmailAddress WebAddr:WebSiteAddress DefaultTaxCodeRef:ReferenceType`;

const transaction = `${entity} DocNumber:string TxnDate:date DepartmentRef:ReferenceType CurrencyRef:ReferenceType
  ExchangeRate:decimal PrivateNote:string TxnStatus:string LinkedTxn:LinkedTxn[] Line:Line[] TxnTaxDetail:TxnTaxDetail
  TxnSource:string TransactionLocationType:string RecurDataRef:ReferenceType ProjectRef:ReferenceType`;

const sale = `${transaction} AutoDocNumber:boolean CustomerRef:ReferenceType CustomerMemo:MemoRef BillAddr:PhysicalAddress
  ShipAddr:PhysicalAddress FreeFormAddress:boolean ShipFromAddr:PhysicalAddress ClassRef:ReferenceType
  SalesTermRef:ReferenceType DueDate:date PONumber:string ShipMethodRef:ReferenceType ShipDate:date TrackingNum:string
  GlobalTaxCalculation:GlobalTaxCalculationEnum TotalAmt:decimal HomeTotalAmt:decimal ApplyTaxAfterDiscount:boolean
  PrintStatus:PrintStatusEnum EmailStatus:EmailStatusEnum BillEmail:EmailAddress BillEmailCc:EmailAddress
  BillEmailBcc:EmailAddress Balance:decimal HomeBalance:decimal PaymentMethodRef:ReferenceType PaymentRefNum:string
  DepositToAccountRef:ReferenceType TaxExemptionRef:ReferenceType`;

const itemDetail =
  'ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:decimal RatePercent:decimal PriceLevelRef:ReferenceType Qty:decimal ItemAccountRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType';

const tables = {
  Customer: `${person} Taxable:boolean BillAddr:PhysicalAddress ShipAddr:PhysicalAddress Notes:string Job:boolean
    BillWithParent:boolean ParentRef:ReferenceType Level:int CustomerTypeRef:ReferenceType SalesTermRef:ReferenceType
    PaymentMethodRef:ReferenceType Balance:decimal OpenBalanceDate:date BalanceWithJobs:decimal AcctNum:string
    CurrencyRef:ReferenceType PreferredDeliveryMethod:string ResaleNum:string ARAccountRef:ReferenceType
    PrimaryTaxIdentifier:string SecondaryTaxIdentifier:string IsProject:boolean BusinessNumber:string ClientEntityId:string`,
  Item: `${entity} Name:string Sku:string Description:string Active:boolean SubItem:boolean ParentRef:ReferenceType Level:int
    FullyQualifiedName:string Taxable:boolean SalesTaxIncluded:boolean UnitPrice:decimal RatePercent:decimal
    Type:ItemTypeEnum IncomeAccountRef:ReferenceType PurchaseDesc:string PurchaseTaxIncluded:boolean PurchaseCost:decimal
    ExpenseAccountRef:ReferenceType AssetAccountRef:ReferenceType TrackQtyOnHand:boolean QtyOnHand:decimal
    ReorderPoint:decimal SalesTaxCodeRef:ReferenceType PurchaseTaxCodeRef:ReferenceType InvStartDate:date ClassRef:ReferenceType`,
  Invoice: `${sale} Deposit:decimal AllowIPNPayment:boolean AllowOnlinePayment:boolean AllowOnlineCreditCardPayment:boolean
    AllowOnlineACHPayment:boolean InvoiceLink:string`,
  Line: `Id:id LineNum:int Description:string Amount:decimal LinkedTxn:LinkedTxn[] DetailType:LineDetailTypeEnum
    DiscountLineDetail:DiscountLineDetail TaxLineDetail:TaxLineDetail SalesItemLineDetail:SalesItemLineDetail
    DescriptionLineDetail:DescriptionLineDetail SubTotalLineDetail:SubTotalLineDetail GroupLineDetail:GroupLineDetail
    CustomField:CustomField[] ProjectRef:ReferenceType`,
  SalesItemLineDetail: `${itemDetail} ServiceDate:date TaxInclusiveAmt:decimal DiscountRate:decimal DiscountAmt:decimal`,
  DiscountLineDetail:
    'PercentBased:boolean DiscountPercent:decimal DiscountAccountRef:ReferenceType ServiceDate:date TaxCodeRef:ReferenceType',
  DescriptionLineDetail: 'ServiceDate:date TaxCodeRef:ReferenceType',
  SubTotalLineDetail: 'ItemRef:ReferenceType ServiceDate:date',
  GroupLineDetail: 'GroupItemRef:ReferenceType Quantity:decimal ServiceDate:date Line:Line[]',
  TaxLineDetail: `TaxRateRef:ReferenceType PercentBased:boolean TaxPercent:decimal NetAmountTaxable:decimal
    TaxInclusiveAmount:decimal OverrideDeltaAmount:decimal ServiceDate:date`,
  TxnTaxDetail: 'DefaultTaxCodeRef:ReferenceType TxnTaxCodeRef:ReferenceType TotalTax:decimal TaxLine:Line[]',
  TaxCode: `${entity} Name:string Description:string Active:boolean Hidden:boolean Taxable:boolean TaxGroup:boolean
    SalesTaxRateList:TaxRateList PurchaseTaxRateList:TaxRateList AdjustmentTaxRateList:TaxRateList
    TaxCodeConfigType:GTMConfigTypeEnum`,
  TaxRate: `${entity} Name:string Description:string Active:boolean RateValue:decimal AgencyRef:ReferenceType
    TaxReturnLineRef:ReferenceType EffectiveTaxRate:EffectiveTaxRate[] SpecialTaxType:SpecialTaxTypeEnum
    DisplayType:TaxRateDisplayTypeEnum OriginalTaxRate:ReferenceType`,
  TaxRateList: 'TaxRateDetail:TaxRateDetail[] originatingGroupId:string',
  TaxRateDetail: 'TaxRateRef:ReferenceType TaxTypeApplicable:TaxTypeApplicablityEnum TaxOrder:int TaxOnTaxOrder:int',
  EffectiveTaxRate: 'RateValue:decimal EffectiveDate:dateTime EndDate:dateTime',
  Term: `${entity} Name:string Active:boolean Type:string DiscountPercent:decimal DueDays:int DiscountDays:int
    DayOfMonthDue:int DueNextMonthDays:int DiscountDayOfMonth:int`,
  CompanyInfo: `${entity} CompanyName:string LegalName:string CompanyAddr:PhysicalAddress
    CustomerCommunicationAddr:PhysicalAddress LegalAddr:PhysicalAddress CompanyEmailAddr:EmailAddress
    CustomerCommunicationEmailAddr:EmailAddress PrimaryPhone:TelephoneNumber CompanyStartDate:date EmployerId:string
    FiscalYearStartMonth:MonthEnum Country:string Email:EmailAddress WebAddr:WebSiteAddress SupportedLanguages:string
    DefaultTimeZone:string NameValue:NameValue[]`,
  ModificationMetaData:
    'CreatedByRef:ReferenceType CreateTime:dateTime LastModifiedByRef:ReferenceType LastUpdatedTime:dateTime',
  ReferenceType: 'value:id name:string type:string',
  MemoRef: 'value:string id:id',
  CustomField:
    'DefinitionId:id Name:string Type:CustomFieldTypeEnum StringValue:string BooleanValue:boolean DateValue:date NumberValue:decimal',
  LinkedTxn: 'TxnId:id TxnType:string TxnLineId:id',
  NameValue: 'Name:string Value:string',
  PhysicalAddress: `Id:id Line1:string Line2:string Line3:string Line4:string Line5:string City:string Country:string
    CountryCode:string County:string CountrySubDivisionCode:string PostalCode:string PostalCodeSuffix:string Lat:string
    Long:string Tag:string Note:string`,
  TelephoneNumber: `Id:id DeviceType:string CountryCode:string AreaCode:string ExchangeCode:string Extension:string
    FreeFormNumber:string Default:boolean Tag:string`,
  EmailAddress: 'Id:id Address:string Default:boolean Tag:string',
  WebSiteAddress: 'Id:id URI:string Default:boolean Tag:string',
  QueryResponse: `Customer:Customer[] Item:Item[] Invoice:Invoice[] TaxCode:TaxCode[] TaxRate:TaxRate[] Term:Term[]
    CompanyInfo:CompanyInfo[] startPosition:int maxResults:int totalCount:int`,
  IntuitResponse: `Customer:Customer Item:Item Invoice:Invoice TaxCode:TaxCode TaxRate:TaxRate Term:Term
    CompanyInfo:CompanyInfo QueryResponse:QueryResponse Fault:Fault requestId:string time:dateTime status:string`,
  Fault: 'Error:Error[] type:string',
  Error: 'Message:string Detail:string code:string element:string',
} as const;

export const enumerations: Readonly<Record<string, readonly string[]>> = {
  EntityStatusEnum: ['Deleted', 'Voided', 'Draft', 'Pending', 'InTransit', 'Synchronized', 'SyncError'],
  CustomFieldTypeEnum: ['StringType', 'BooleanType', 'NumberType', 'DateType'],
  GlobalTaxCalculationEnum: ['TaxInclusive', 'TaxExcluded', 'NotApplicable'],
  PrintStatusEnum: ['NotSet', 'NeedToPrint', 'PrintComplete'],
  EmailStatusEnum: ['NotSet', 'NeedToSend', 'EmailSent'],
  ItemTypeEnum: [
    'Assembly',
    'Category',
    'Fixed Asset',
    'Group',
    'Inventory',
    'NonInventory',
    'Other Charge',
    'Payment',
    'Service',
    'Subtotal',
    'Discount',
    'Tax',
    'Tax Group',
    'Bundle',
  ],
  LineDetailTypeEnum: [
    'PaymentLineDetail',
    'DiscountLineDetail',
    'TaxLineDetail',
    'SalesItemLineDetail',
    'ItemBasedExpenseLineDetail',
    'AccountBasedExpenseLineDetail',
    'DepositLineDetail',
    'PurchaseOrderItemLineDetail',
    'ItemReceiptLineDetail',
    'JournalEntryLineDetail',
    'GroupLineDetail',
    'DescriptionOnly',
    'SubTotalLineDetail',
    'SalesOrderItemLineDetail',
    'TDSLineDetail',
    'ReimburseLineDetail',
    'ItemAdjustmentLineDetail',
  ],
  GTMConfigTypeEnum: ['SYSTEM_GENERATED', 'USER_DEFINED', 'SCRA_DEFINED', 'HIDDEN_AGENCY'],
  SpecialTaxTypeEnum: ['NONE', 'ZERO_RATE', 'FOREIGN_TAX', 'REVERSE_CHARGE', 'ADJUSTMENT_RATE'],
  TaxRateDisplayTypeEnum: ['ReadOnly', 'HideInTransactionForms', 'HideInPrintedForms', 'HideInAll'],
  TaxTypeApplicablityEnum: ['TaxOnAmount', 'TaxOnAmountPlusTax', 'TaxOnTax'],
  MonthEnum: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

export type TableName = keyof typeof tables;

export interface Field {
  readonly type: string;
  readonly list: boolean;
}

function readTable(text: string): ReadonlyMap<string, Field> {
  return new Map(
    text.split(/\s+/).map((entry) => {
      const [name = '', type = ''] = entry.split(':');
      return [name, { type: type.replace('[]', ''), list: type.endsWith('[]') }];
    }),
  );
}

/** By the name of the type. */
export const fieldTables: ReadonlyMap<string, ReadonlyMap<string, Field>> = new Map(
  Object.entries(tables).map(([name, text]) => [name, readTable(text)]),
);
