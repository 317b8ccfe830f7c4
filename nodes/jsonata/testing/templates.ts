/**
 * What programs are made of, a kind a paragraph. «kind» stands for something of that kind, «kind+v+i» for something
 * that may use $v and $i besides. Three spaces or a new line part one form from the next.
 */
const paragraphs: Readonly<Record<string, string>> = {
  any: `
    «path»   «path»   «path»   «tuples»   «order»   «grouped»   «text»   «number»   «list»   «object»   «truth»
    «function»   «bound»   «called»   («any»)   («any»; «any»)   («truth» ? «any» : «any»)   («any» ? «any»)
    («any» ?: «any»)   («any» ?? «any»)   «variable»   «variable»   null   true   ()   $lookup(«any», "«field»")
    $lookup(«any», «text»)   $reduce(«list», «function»)   «transform»   $reduce(«list», «function», «any»)
    $single(«list», «function»)   $single(«list»)   («any» ~> «function»)   $error(«text»)
    $assert(«truth», «text»)   $clone(«any»)   («any»)[«number»]   $sift(«any», «function»)`,
  path: `
    «name»   «name»   «name».«name»   «name».«name».«name»   («any»).«name»   «name».(«any»)   $.«name»
    «name»[«any»]   «name».«name»[«index»]   («any»)[«name» = «any»]   («any»)[«index»]   («any»)[[0, 1]]
    «name».«name»[«any»].«name»   «name»[]   «name».«name»[]   «name»[][0]   («any»)[]   «name».[«any»]
    [«any»].«name»   «name».{"p": «any»}   («any»).*   *   **   **.«name»   «name».**   «name».*[«index»]
    «name».$string($)   «name».$uppercase()   «name».$sum(«name»)   «name».$count($)   $$.«name»   $$[«index»]
    «name»["x" in $]   «name»[«truth»][«index»]   «name»[«index»][«truth»]   «name».«name»[«list»]   %.«name»
    «name».[«any», «any»]   «name».[«name»][]   [«name»][]   «name»[].«name»   «name».«name»[][«index»]
    «name».(«name»[«index»])   («name».«name»)[«index»]   «name».$   «name».$.«name»   "«field»"   «name»."«field»"
    «variable».«name»   «variable»[«any»].«name»   $$.«name»[$$.«name» = $]   «name»[$ > «number»]   «name».«bound»
    «list».«name»   «object».«name»   «list»[$ = «any»]   «name».(«any»; «any»)   «name».[«any»]{"k": $}   []   {}
    «name».«function»   «name».(«name» ? «any» : «any»)   «name».-«name»   «name».(«name» + «number»)   «name».null`,
  index: `
    0   1   -1   -2   1.9   «number»   $count($) - 1   0..1   [0..1]   [1, 0]   [-1, 0]   [0, 0]   true`,
  tuples: `
    «name»#$i.{"i": $i, "v": «any+i»}   «name»#$i[$i = 0].«name»   «name»@$o.«name»@$p.{"o": $o, "p": «any+o+p»}
    «name»@$o.«name»[$o.«name» = «any+o»]   «name».«name».%.«name»   «name».«name».{"up": %.«name»}
    «name».«name»[%.«name»]   «name».«name»^(%.«name»)   «name».(«name».«name»).{"x": %.%.«name»}   $#$i.$i
    «name»[«any»]#$i.$i   «name»^(«name»)#$i.[$i, «name»]   «name»@$o{$string($o.«name»): $o}   $#$i[$i < 2]
    «name»#$i{$string($i): «any+i»}   «name»#$i.«name»#$j.[$i, $j]   «name»@$o#$i.«name»[$i > 0]   $@$o.«name»
    «name»#$i@$o.{"o": $o.«name», "i": $i}   «name».«name»#$i[«any+i»]   «name».«name»@$o[$o.«name» = %.«name»]
    («name»#$i).{"v": $, "i": $i}   («name»@$o.«name»@$p){$string($o): $count($p)}   «name»#$i^(>$i).«name»
    «name»@$o^(«name»).$o   «name».«name».(%.«name» & «text»)   «name»[%.«name»]   «name».«name».[%.«name»]
    «name».«name»{%.«name»: «any»}   «name».«name»[0].%.«name»   «name».*.%.«name»   «name».«name»#$i[]   %
    «name»@$o[«any+o»].«name»#$i[0].[$o, $i]   «name».«name».(«name»; %.«name»)   $map(«name»#$i, «function»)
    «name»@$o.$$.«name»@$p[$o.«name» = $p.«name»].{"l": $o, "r": $p}   «name»#$i.(«name»@$o.{"o": $o, "i": $i})
    $$.«name»#$i.«name»   «variable»#$i.$i   «variable»@$o.{"o": $o}   «name».($u := %.«name»; $u)
    «name»#$i.«name».%.$i   («name».«name»).%.«name»   «name».(«name».«name»)[%.«name»]   $count(«name»@$o.«name»)
    «name»#$i["x"]#$j.[$i,$j]   [«name»#$i.$i]   {"p": «name»@$o.«name»#$i.{"i": $i}}   «name»@$o.(«any+o»)
    «name»#$o.function(){ $o }()`,
  order: `
    «name»^(«name»)   «name»^(>«name»)   («any»)^(«name», >«name»)   «name»^(«name»)[0].«name»   $^($)   «list»^($)
    «name»^(«any»)   «name».«name»^(<«name»).«name»   «name»^(«name»)^(>«name»)   «name»^($string(«name»))[«index»]
    «name»^(«name»)[]   («name»^(«name»)){"k": $}   «name»^(«name»){$string(«name»): $}   «list»^(>$)[«index»]
    $sort(«list»)   $sort(«list», function($l, $r) { $l > $r })
    $sort(«list», function($l, $r) { $l.«name» > $r.«name» })   $sort(«list», «function»)
    $sort(«any», function($l, $r) { «any+l+r» })   $^($.«name», <$.«name», >«number»)`,
  grouped: `
    «name»{"k": «any»}   «name»{$string(«name»): «any»}   «name»{$type($): $}   «name».«name»{$string($): «any»}
    «name»{«name»: «name»}   «name»{«text»: «any»}   «name»{$string(«name»): $sum(«name»), "t": $count($)}
    $^(«name»){"k": $}   («any»){"k": $}   «list»{$string($): $count($)}   «name»{"k": «any», "k": «any»}
    «name»[«any»]{"k": $[0]}   «object»{"k": $}   «variable»{"p": $}   «name»{"__proto__": «any»}   «text»{"k": $}
    («any»{"k": «any»}).k`,
  text: String.raw`
    "x"   ""   "ab"   'é😀'   "a\u0062\n"   "\ud83d"   $string(«any»)   $string(«any», true)   («text» & «any»)
    («any» & «any»)   $substring(«text», «small»)   $substring(«text», «small», «small»)
    $substringBefore(«text», «text»)   $substringAfter(«text», «text»)   $lowercase(«text»)   $uppercase(«text»)
    $trim(«text»)   $pad(«text», «small»)   $pad(«text», «small», «text»)   $join(«list»)   $join(«list», «text»)
    $replace(«text», «pattern», «replacement»)   $replace(«text», «pattern», «replacement», «small»)
    $formatNumber(«number», "«picture»")   $type(«any»)   $formatNumber(«number», "«picture»", «formats»)
    $formatBase(«number», «small»)   $formatBase(«number»)   $formatInteger(«number» % 5000, "«wholes»")
    $fromMillis(«millis», "«dates»")   $fromMillis(«millis», "«dates»", "«zone»")   $fromMillis(«millis»)
    $base64encode(«text»)   $base64decode(«text»)   $encodeUrl(«text»)   $decodeUrl(«text»)
    $encodeUrlComponent(«text»)   $decodeUrlComponent(«text»)   $fromMillis(«millis», «text»)   «path»   «path»`,
  small: `
    0   1   2   3   -1   -2   5   1.5   «number»`,
  millis: `
    0   1521801216617   -1   $toMillis("2018-03-23")   951782400000   «number»`,
  number: `
    0   1   2   10   7.5   -1   1e3   0.1   2.5   1234567.891   $sum(«list»)   $count(«any»)   $max(«list»)
    («number» + «number»)   («number» - «number»)   («number» * «number»)   («number» / «number»)
    («number» % «number»)   -«name»   -(«any»)   $min(«list»)   $average(«list»)   $length(«text»)   $number(«any»)
    $number("«numeral»")   $floor(«number»)   $ceil(«number»)   $round(«number»)   $round(«number», «small»)
    $abs(«number»)   $sqrt(«number»)   $power(«number», «small»)   $parseInteger(«text», "«wholes»")
    $toMillis(«text»)   $toMillis(«text», "«moments»")   $parseInteger("«numeral»", "«wholes»")   $sum(«path»)
    $count(«path»)   «path»   $toMillis("23/03/2018", "[D]/[M]/[Y]")`,
  numeral: `
    5   -1.50   1e3   0x1F   0b11   0o17   5   «nothing»   x   1,234   XIV   twelve   3rd   007   c`,
  picture: `
    #0.00   0   #,##0.00   000   #   0.0e0   00%   0‰   (0);0   #0.0;(#0.0)   x0y   #.##   #,#,#0   0.#,#
    «nothing»   0.0.0   #0#   0,.0   #,   %0%   0;0;0   ##0.00e00   0e   ٠.٠`,
  formats: `
    {"decimal-separator": ","}   {"zero-digit": "٠"}   {"grouping-separator": " ", "minus-sign": "~"}   {}
    «object»`,
  wholes: `
    0   000   #,##0   w   W   Ww   I   i   a   A   1;o   w;o   Ww;o   0;c   #   α   ٠   0:000   «nothing»   *`,
  dates: `
    [Y0001]-[M01]-[D01]   [Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001]Z   [D1o] [MNn] [Y]
    [FNn], [D] [MNn,3-3] [Y0001]   [h#1]:[m01] [P]   [W01]   [w]   [d001]   [x]   [X]   [YI]   [Dwo] [MNn]   [Y,2-2]
    [[x]] [Y]   [H01][m01] [Z]   [z]   [Z0101t]   [E]   [C]   [q]   [   [Y   [M   «nothing»   [D]/[M]/[Y]   [F]
    [FN,*-3]   [YN]   [s1].[f1]   [Y9,999,*]`,
  moments: `
    [Y0001]-[M01]-[D01]   [D1o] [MNn] [Y]   [FNn], [D] [MNn,3-3] [Y0001]   [Y0001]-[M01]-[D01]T[H01]:[m01]   [Y]
    [D]/[M]/[Y]   [Dwo] [MNn] [Y]   [Y0001]-[d001]   [X]-W[W01]   [Y] [M] [D] [h]:[m] [P]   [YI]`,
  zone: `
    +0000   -0500   +0530   EST   «nothing»   +05   0100`,
  pattern: String.raw`
    "x"   ""   /x|5/   /[a-z]/   /([a-z])(\d)?/   /a|(b)/i   /(\w)(\w)/   /\s+/   /x*/   /^/   /./   /(?:)/   /[/]/
    /é|😀/   /(?<y>a)/   «matcher»   «text»   «function»   /b$/m`,
  matcher: `
    function($s, $o) { $contains($s, "a") ? {"match": "a", "start": $length($substringBefore($s, "a")), "end": 1 + $length($substringBefore($s, "a")), "groups": [], "next": function() { null }} }
    function($s) { {"match": "x", "start": 0, "end": 1, "groups": ["g", «any+s»], "next": function() { () }} }
    function($s, $o) { «any+s+o» }
    function($s) { {"match": "a", "start": 0, "end": 1, "groups": [], "next": function() { {"match": "b", "start": 1, "end": 2, "groups": [], "next": function() { () }} }} }`,
  replacement: `
    "q"   ""   "[$0]"   "$1-$2"   "$$"   "$12$9"   "$"   "$a"   «text»   function($m) { $m.match & "!" }
    $uppercase   function($m) { $m.groups[0] & $m.index }   function($m) { «any+m» }   function() { "z" }
    «function»`,
  list: `
    []   [«any»]   [«any», «any»]   [[«any»], «any»]   [1, 2, 3]   ["b", "a", "c"]   [1..3]   [«small»..«small»]
    [«any», [«any»]]   [«any», 1..2, «any»]   $append(«any», «any»)   $reverse(«list»)   $zip(«list», «list»)
    $zip(«any»)   $distinct(«list»)   $keys(«any»)   $spread(«any»)   $split(«text», «pattern»)
    $split(«text», «pattern», «small»)   $match(«text», «pattern»)   $match(«text», «pattern», «small»)
    $map(«list», «function»)   $filter(«list», «function»)   $each(«object», «function»)   «name»   «path»   «path»
    «name»[]   $map(«list», function($v) { «any+v» })   [«truth»]
    $map(«any», function($v, $i, $a) { «any+v+i+a» })   $filter(«list», function($v, $i) { «truth+v+i» })   [[]]
    [()]   $each(«object», function($v, $k) { «any+v+k» })   $map(«list», function() { «any» })   «order»   $.$`,
  object: `
    {}   {"p": «any»}   {"p": «any», "q": «any»}   {«text»: «any»}   {"p": [«any»], "q": {"r": «any»}}
    $merge(«list»)   {"__proto__": «any», "toString": «any»}   $sift(«object», «function»)
    $sift(«object», function($v, $k) { «truth+v+k» })   «name»   «path»   $   $$   «grouped»
    {"p": «any», "p": «any»}   {$string(«any»): «any», "p": 1}   {"2": 1, "1": 2, "a": «any»}
    $merge([«object», «object»])   {"p": «any»}.{"q": p, "r": $}   $sift(function($v) { «truth+v» })
    {"p": function($x) { $x }}`,
  transform: `
    ($ ~> |«name»|{"z": «any»}|)   ($ ~> |**[«name»]|{"z": «any»}, ["«field»", "b"]|)
    («object» ~> |$|{"p": «any»}|)   ($ ~> |«path»|«object»|)   ($ ~> |«name»|{}, «text»|)
    ($ ~> |«name»|«object», «list»|)   |«name»|{"z": 1}|(«any»)
    ($clone := function($x) { $x }; $ ~> |«name»|{"z": 1}|)   («list» ~> |$|{"z": «name»}|)
    $map(«list», |$|{"z": «any»}|)   ($t := |«name»|{"z": «any»}|; $t($) ~> $t)
    ($ ~> |«name».«name»|{"up": %.«name»}|)   ($ ~> |«any»|«any», «any»|)`,
  truth: `
    («any» = «any»)   («any» != «any»)   («number» < «number»)   («any» >= «any»)   («text» > «text»)
    («number» <= «number»)   («any» and «any»)   («any» or «any»)   («any» in «list»)   («any» in «any»)
    $not(«any»)   $exists(«any»)   $boolean(«any»)   $contains(«text», «pattern»)   true   false
    («truth» and «truth»)   («truth» or «truth»)   $exists(«path»)   («path» = «any»)`,
  function: `
    function($x) { «any+x» }   function($x) { «any+x» }   function($x, $y) { «any+x+y» }   function() { «any» }
    $string   function($x, $y, $z) { «any+x+y+z» }   λ($x) { «any+x» }   $uppercase   $sum   $count   $not   $append
    $substring(?, 1)   $substring(«text», ?)   $lookup(?, "«field»")   $string ~> $uppercase   ($sum ~> «function»)
    «pattern»   $map(?, «function»)   function($x)<n-:n> { «any+x» }   function($x, $y)<sn?:s> { «any+x+y» }
    function($x)<a<n>:n> { «any+x» }   $boolean   function($x, $y)<(sn)-x?:x> { «any+x+y» }
    function($x)<s+:x> { «any+x» }   function($x)<f:f> { «any+x» }   $type   $exists
    function($x, $y)<j-o?:x> { «any+x+y» }   function($x)<(oa)-:o> { «any+x» }   function($x)<b?:b> { «any+x» }
    $reverse   |«name»|{"z": «any»}|   $join(?, «text»)   $pad(?, «small», ?)   $max   $keys   $round   $number
    $length   $merge   function($x, $y)<x+:x> { «any+x+y» }   (function($x, $y) { «any+x+y» })(?, «any»)
    $filter(?, «function»)   $replace(?, «pattern», ?)   function($x) { $string($x) }   function($x, $y) { $x + $y }
    function($x) { $sum($x) }   function($x) { ($x; «any+x») }`,
  bound: `
    ($u := «any»; «any+u»)   ($u := 1; $u := $u + «number»; $u)
    ($u := «any»; $f := function() { $u }; $u := «any+u»; [$f(), $u])   («truth» ? $u := «any»; $u)
    ($sum := function($n) { $n }; $sum(«any»))   {"p": ($u := «any»; $u)}   ($u := «list»; $u[«index»])
    ($u := «any»; «name»[$u := «any+u»]; $u)   ($u := $w := «any»; [$u, $w])   ($u := «path»[]; $u)
    ($u := «any»; ($u := «any+u»; $u); $u)   ($u := «any»; $v := «any+u»; «any+u+v»)   ($string := «any»; $string)
    ($u := «tuples»; $u)   ($u := «function»; $u(«any»))   [$u := «any», $u]
    (function($x) { $x := «any+x»; $x })(«any»)   «name».($u := $; «any+u»)
    ($u := «any»; $map(«list», function($v) { $u := «any+u+v» }); $u)`,
  called: `
    ($f := function($n) { «any+n» }; $f(«any»))
    ($f := function($n, $c) { $c > 3 ? $n : $f($n, $c + 1) }; $f(«any», 0))
    ($f := function($n) { ($string($n))[«index»] }; $f(«any»))   ($f := function($n)<n-:n> { $n + 1 }; $f(«any»))
    «function»(«any»)   ($f := function($n) { ($g($n))[«index»] }; $g := function($n) { «any+n» }; $f(«any»))
    ($f := «function»; $f(«any», «any»))   ($f := function($n, $m)<sn?:s> { $n & $m }; $f(«any»))
    («any» ~> «function»)   («any» ~> $map(«function»))   «name».$f(«any»)
    ($f := «function» ~> «function»; $f(«any»))   ($f := function($g, $n) { $g($n) }; $f(«function», «any»))
    («any» ~> $append(«any»)[0])   ($f := function($x, $y) { [$x, $y] }; $g := $f(?, «any»); $g(«any»))
    («any»)(«any»)   «name»(«any»)   $undefinedFunction(«any»)   /(x)|5/(«any»)   /(x)|5/(«text»).groups
    /[a-z]/(«text»).next()   («list» ~> $filter(«function») ~> $map(«function»))   sum(«any»)
    ($f := function($n) { $n ~> «function» }; $f(«any»))
    ($f := function($n) { $n = 0 ? «any» : $f($n - 1) }; $f(3))   «name»(?, «any»)   «builtin»(«any»)
    «builtin»(«any»)   «builtin»(«any», «any»)   «builtin»(«any», «any», «any»)   «builtin»()   «name».«builtin»()
    ($f := function($n) { «builtin»($n) }; $f(«any»))   «builtin»(?, «any»)(«any»)   «builtin»(«any», ?)(«any»)
    («any» ~> «builtin»)   «name».«builtin»(«any»)   $map(«list», «builtin»)   $filter(«list», «builtin»)
    («any» ~> «builtin»(«any»))   $each(«object», «builtin»)
    ($f := function($n) { $map($n, «builtin») }; $f(«any»))   $sift(«object», «builtin»)   «name».«builtin»($)
    $sum(«name», «any»)`,
};

/** The forms of each kind. */
export const templates: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(paragraphs).map(([kind, forms]) => [kind, forms.trim().split(/ {3,}|\n\s*/)]),
);
