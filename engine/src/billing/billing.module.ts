import { Module } from '@nestjs/common';
import { CalculatorsController } from './calculators.controller.ts';
import { InvoiceCheckController } from './invoice-check.controller.ts';

@Module({ controllers: [CalculatorsController, InvoiceCheckController] })
export class BillingModule {}
