"""What the demo's reports say, in words of our own: Kalmar's annual report of 2022 and its appendices.

Amounts: ``published/kalmar_2022_accounts.json``. Numbers in the text are references: they are counted.
"""

import json
from pathlib import Path

ACCOUNTS = json.loads(
    Path(__file__).with_name("published").joinpath("kalmar_2022_accounts.json").read_text("utf-8")
)
SOURCE = "Bokslut 2022"

# By heading.
ANNUAL = {
    "Ordförande har ordet": """\
Året började som de två förra, med möten på skärm och verksamheter på halvfart. När restriktionerna togs
bort i februari kunde insatserna öppna fullt ut igen, och styrelsen kunde lägga sin tid på det som är
vårt uppdrag: att fler ska komma närmare arbete eller studier.

Våra insatser är långsiktiga, och det har burit. {{work_or_studies.percent}} procent av dem som avslutade
en insats gick vidare till arbete eller studier. Det är nära målet, och jag är stolt över det arbete som
ligger bakom.

Tack till alla som möter deltagarna varje dag, till kansliet och till mina kolleger i styrelsen.""",
    "Organisation": """\
Förbundet är en egen juridisk person. Medlemmar är Arbetsförmedlingen, Försäkringskassan, Region Kalmar
län och länets tolv kommuner. Medlemmarna utser styrelsen, som har ett kansli till sin hjälp.""",
    "Uppdrag": """\
Det förbundet betalar för kompletterar myndigheternas vanliga verksamhet. Människor ska få samlat stöd på
vägen mot egen försörjning, och myndigheterna ska få bättre förutsättningar att arbeta tillsammans, till
exempel genom gemensam utbildning.""",
    "Finansiering": """\
Staten bidrar genom Försäkringskassan med hälften av medlen, regionen med en fjärdedel och kommunerna
tillsammans med en fjärdedel.""",
    "Verksamhetsidé och vision": """\
Vi satsar på individinriktade insatser som får verka över tid, och utvecklar dem i takt med samhället och
deltagarnas behov.""",
    "Översikt över verksamhetens utveckling": """\
Intäkterna har legat stilla i fem år. Årets underskott är planerat: det minskar ett eget kapital som är
större än riktlinjen medger.""",
    "Viktiga förhållanden för resultat och ekonomisk ställning": """\
Pandemin märktes i början av året. Träffar som var planerade blev inte av, och medel som var avsatta för
dem finns kvar. Våld i nära relationer, nära vård och socioekonomiska beräkningar har diskuterats i flera
forum.

Personal i insatserna och hos parterna har fått fortbildning i bland annat lösningsfokus, 7TJUGO, MI, ACT
och NADA.""",
    "Händelser av väsentlig betydelse": """\
Insatserna gick under våren tillbaka till sitt vanliga arbetssätt. Länsmuseets insats Hemligheten har
hållit verkstäder för unga om psykisk hälsa.""",
    "Styrning och uppföljning av verksamheten": """\
Styrelsen har en ledamot från varje kommun, tre från regionen och en vardera från Försäkringskassan och
Arbetsförmedlingen, med lika många ersättare. Ett arbetsutskott förbereder ärendena. Insatserna följs upp
varje kvartal, och den interna kontrollen följer en plan som styrelsen beslutar.""",
    "God ekonomisk hushållning, måluppfyllelse och ekonomisk ställning": """\
Tre fjärdedelar av medlen ska gå till individinriktade insatser. Av budgeterade {{12 324 600 | budget
beslutad av styrelsen}} kronor användes {{amount.costs.sum}} kronor. Skillnaden beror på att några
insatser inte rekvirerade allt de hade beviljats.""",
    "Uppföljning av verksamheten": """\
Arbetet har haft två delar: att stärka samverkan mellan myndigheterna och att möjliggöra långsiktigt stöd
till enskilda. Tre konferenser för de lokala samverkansgrupperna, en för insatspersonal och en för hela
länet har genomförts.""",
    "Målgrupper": """\
Insatserna vänder sig till personer i arbetsför ålder som behöver samordnat stöd för att komma in på
eller tillbaka till arbetsmarknaden, eller till annan varaktig försörjning.""",
    "Insatser": """\
Det har bedrivits insatser i alla länets kommuner: Kompass, KRUS, Plattformen, Pontibus, RESA, SAMBA,
Knutpunkten och Vägknuten, samt den strukturövergripande insatsen Hemligheten.

Under året deltog **{{participants.total}}** i insatserna. {{work_or_studies.numerator}} av
{{work_or_studies.denominator}} avslutade var i arbete eller studier när de slutade, vilket är
**{{work_or_studies.percent}} procent** (osäkerhet {{work_or_studies.low}}–{{work_or_studies.high}}).
Året innan var andelen {{29,6 | årsredovisning 2021}} procent; skillnaden kan bero på slumpen.

Samverkansteamen har dessutom lyft {{155 | samverkansteamens sammanställning}} konsultationer.""",
    "Uppföljning och resultat för strukturövergripande insatser": """\
Förbundet har ordnat utbildningar i Supported Employment/IPS, lösningsfokuserat förhållningssätt och
7TJUGO för personal hos de samverkande myndigheterna.""",
    "Väsentliga personalförhållanden": """\
Kansliet har {{amount.multi_year.employees}} tjänster, fördelade på två kvinnor och en man. Ingen har
haft sjukfrånvaro under året.""",
    "Förväntad utveckling": """\
Temat för nästa år är tillit. Kansliet ska besöka insatserna oftare och lägga särskild kraft på processer
som inte fungerar. De delar av Agenda 2030 som rör hälsa, jämställdhet och social hållbarhet får större
plats.""",
    "Noter": "",
}

# By key of the block; filled in with the initiative's name.
APPENDIX = {
    "purpose": """\
{name} ska korta vägen till arbete, studier eller annan varaktig försörjning för den som behöver stöd
från flera myndigheter samtidigt. Målgruppen är personer i arbetsför ålder i {places}.""",
    "time": "Insatsen är långsiktig och pågår så länge den fyller sitt syfte.",
    "method": """\
Arbetet utgår från varje deltagares egna resurser: kartläggning, en plan som deltagaren äger, samtal med
lösningsfokus, gruppverksamhet och arbetsträning i lagom takt.""",
    "success_organisation": "Samverkansteamet har korta vägar till beslut och ett tydligt uppdrag.",
    "success_team": "Gruppen är trygg och erfaren, och känner varandras regelverk.",
    "success_steering": "Styrgruppen är aktiv och undanröjer hinder när de visar sig.",
    "success_individual": "Tid, täta kontakter och krav som går att möta gör skillnad.",
    "success_participants": "Deltagarna har inflytande över sin plan och beskriver att de blivit sedda.",
}
BEING_WRITTEN = {
    "purpose": APPENDIX["purpose"],
    "time": "Tre koordinatorer arbetar heltid. Under hösten har en tjänst varit vakant i två månader.",
}
