/* People write these beside a telephone number, in the languages that have most of them. */

/** Names of it. */
const NAMES = [
  '(?:tele|cell|smart|free|mobile ?)?phones?(?: ?(?:no|nr|num|number))?|mobiles?|cell|cellular|fax|whats ?app|sms',
  'landline|handset|msisdn|hotline|helpline|switchboard|toll free|(?:direct|main) (?:line|dial|number)|on call|call cent(?:er|re)|reachable|(?:after hours|home|office) number',
  '(?:emergency|contact) (?:contact|number|no)|callback|call back (?:number|no|at|on)|my (?!order|account|card|customer|student|employee|member|passport|licen|room|flight|seat|lucky|fav|serial|registration|plate|policy|booking|claim|house|tax|case|ticket)(?:\\p{L}{2,12} ){0,2}number',
  't[eé]l(?:p|[eé]phone|efono?|[eé]fonos?|efones?|efonn(?:umme)?r|efon(?:szám|[iu]|em|um|u?m)?|em[oó]vel|efoon(?:nummer)?|epono|epon)?',
  'handy(?:nummer|nr)?|mobil(?:nummer|nr|telefon|funk)?|rufnummer|festnetz|durchwahl|meine (?:neue |private )?nummer|erreich(?:bar|en|st)',
  'portable|joignable|mon num[eé]ro(?! de (?!t[eé]l|port|mobile))',
  'm[oó]vil|celular|cel|fono|mi n[uú]mero|n[uú]mero de contacto|localizarme|meu n[uú]mero|contato|recados',
  'cellulare|recapito|mio numero|mobiel|gsm|mijn (?:06 )?nummer|bereik(?:en|baar)|mit?t nummer|n[aå]s p[aå]',
  'kom[oó]rk\\p{L}{1,3}|m[oó]j numer|pod numerem|moje [cč][ií]slo|broj telefona|mob|(?:matka)?puh(?:elin(?:numero)?)?|tlf|telefonnr|ph',
  'cep|numara(?:m|s\u0131)|n(?:o|omor) hp|hp|s[dđ]t|đi[eệ]n tho[aạ]i|di động',
];
/** People ask others to do this with it. */
const CALLS = [
  '(?:call|text|ring|reach|get|phone|contact|message|ping|dial|buzz) (?:me|us|them|h(?:im|er))|get hold of',
  'give (?:me|us|them|h(?:im|er)) a (?:call|ring|bell|buzz|shout)|reach out|leave (?:me |us )?a message|dial',
  'ruf(?:en|t)? (?:mich|uns|sie|an)|anrufen|appel(?:le|ez) (?:moi|nous|le|la)|(?:me|nous) joindre',
  'll[aá]m(?:ame|anos|enos|eme|ar\\p{L}{0,3})|marc(?:a|ar|ue) (?:el|al)|lig(?:a|ar|ue|uem) (?:para|pra|me|nos)|me (?:liga|ligue|chama)|chiam(?:ami|aci|ate\\p{L}{0,3}|ar\\p{L}{1,3})',
  'bel (?:me|mij|ons|naar)|bellen|melden? (?:sie|dich)|(?:za)?dzwo[nń](?:cie|i[cć])?|ring (?:mig|meg|oss|til|på)|soita|(?:za)?vol(?:ej|aj)te|nazovi(?:te)?|pozovi(?:te)?',
  'h[ií]vj(?:on)?|sun[aă](?:[tț]i)?|beni ara|n[aå]r mig p[aå]|ara beni|hubungi|li[eê]n h[eệ]',
];
/** The same in words of other things too: `call back`, `get the`. */
const HINTS =
  '(?:call|text|ring|reach|phone|contact|message|dial) (?:back|my|our|the)|find me|i m on|beni|aray\\p{L}{2,14}';
const LATIN = [...NAMES, ...CALLS].join('|');
const OTHER_SCRIPTS =
  '(?<!\\p{L})(?:тел|моб|сот)(?!\\p{L})|телефон|моб[иі]л|сотов|звон|наберите|(?:мой|мій) номер|обади|电话|電話|手机|手機|座机|拨打|请打|打给|撥打|致电|致電|联系方式|聯絡|联络|热线|熱線|我的[号號][码碼]|携帯|連絡先|ご連絡|전화|휴대폰|핸드폰|연락|(?:제|내) 번호|هاتف|جوال|موبايل|اتصل|טלפון|נייד|τηλ|κιν|โทร|มือถือ|เบอร์|फ़ोन|फोन|मोबाइल|कॉल';

/** Words around a number. `phone id` is another thing. */
export const PHONE_LABEL: RegExp = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${LATIN})(?!\\p{L})(?! ids?(?!\\p{L}))|${OTHER_SCRIPTS}`,
  'u',
);
/** Words around a number that looks like one by itself. */
export const PHONE_HINT: RegExp = new RegExp(`(?<![\\p{L}\\p{N}])(?:${HINTS})(?!\\p{L})`, 'u');
/** The ASCII parts of the Latin ones. */
export const PHONE_PARTS: readonly string[] =
  'phone,mob,tel,cell,cel:,cel.,cel ,celular,fax,whats,sms,landline,hotline,helpline,direct,handset,msisdn,switchboard,toll,on call,on-call,reach,reich,contact,callback,call-back,my ,meine,mon num,mi num,mi n,meu n,mio n,mijn ,mitt n,mit n,numer,numara,ruf,handy,festnetz,durchwahl,portable,joi,fono,localizar,recapito,contato,recado,gsm,bereik,komork,moje,broj,puh,tlf,ph.,ph:,ph ,cep, hp,sdt,call,text ,get ,dial,buzz,ping ,signal,leave,message m,message u,message o,message a,ring ,anruf,appel,llam,marca,marque,liga ,ligue,chama,chiam,bel ,dzwo,soita,volej,volaj,nazovi,pozovi,suna,beni,hubungi,t:,m:,p:,f:,home:,work:,office:,number:,nummer:,center,centre,main ,after,find me,m on,llamar,ligar,bellen,melde,aray'.split(
    ',',
  );

/** Words right before a number that begins like one: too weak a little further away. */
export const ASKED: RegExp =
  /(?<![\p{L}\p{N}])(?:(?:call|text|ring|message|sms|signal|whatsapp|(?:please|pls|to) contact)(?: (?:on|at|to|now))?|ping|marca|ligue|bel|zadzwo[nń])$/u;
/** The same before a number with a trunk prefix, as in signatures: `M: 0412 …`. */
export const INITIAL: RegExp =
  /(?<![\p{L}\p{N}])(?:[tmpf]|home|work|office|numbers?|num[eé]ro|n[uú]mero|nummer|numer|номер)$/u;

/** A number with such a word right before it is something else. */
export const NO_PHONE: RegExp =
  /(?<!\p{L})(?:orders?|invoice|ticket|tracking|timestamp|time|unix|epoch|isbn|issn|ids?|version|build|sku|serial|price|amount|bytes|size|pixels?|hash|iban|account|passport|ssn|tax|nhs|tin|vat|card|customer|client|reference|case|part|model|item|batch|lot|room|flight|policy|licen[cs]e|registration|patient|member|student|employee|commande|facture|pedido|factura|kunden\p{L}{0,8}|bestell\p{L}{0,8}|заказа|订单号?|身份证号?码?|注文番号|주문 번호)(?: (?:is|no|nr|number|code|est|le|es|ist)){0,3}$/u;

/** Right before a number, however its digits are grouped. */
export const INTRODUCTION: RegExp = new RegExp(
  [
    String.raw`(?<!\p{N}\p{L}{0,4})`,
    String.raw`(?:(?<!\p{L})(?:t[eé]l(?:p|[eé](?:phone|fon\p{L}{0,10}|m[oó]vel|foon\p{L}{0,6}|fax|pono|pon))?|tlf|ph(?=[.:])|mob|cel(?:l|ular(?:e|es)?|lphone)?|gsm|fax|dial|mobil\p{L}{0,9}|call (?:me|us)(?: back)?)|(?<!(?<!\p{L})i|micro|head|ear)phones?|handy\p{L}{0,6}|whatsapp)`,
    String.raw`\.?(?:[-_ ]?(?:number|no|nr|num|nummer|szám)(?!\p{L})\.?)?(?: (?:is|at|on|me|ist|es|est|to|lautet))?["']?[ \t]{0,2}[:=#]?[ \t]{0,2}["']?(?=[\d(])`,
  ].join(''),
  'iuy',
);
/** One of these is always in an introduction. */
export const INTRODUCTION_ANCHORS: readonly string[] =
  'phone,tel,tlf,ph.,ph:,mob,handy,cel,gsm,fax,whatsapp,call me,call us,dial'.split(',');

/** A key that says so. */
export const PHONE_KEY: RegExp =
  /(?<![\p{L}\p{N}])(?:(?:tele|cell|mobile ?|smart)?phone|mobile|fax|msisdn|whats ?app|tele?|telefon[oe]?|tel[eé]fono|t[eé]l[eé]phone|telemovel|handy(?:nummer)?|mobil(?:nummer)?|rufnummer|gsm|cellulare|celular|m[oó]vil|tlf|(?:matka)?puhelin|telefonsz[aá]m|電話(?:番号)?|电话(?:号码)?|手机号?|携帯電話|전화번호|휴대폰|телефон)s?(?: ?(?:numbers?|no|nr|num|\d|home|work|e164))?$/u;
