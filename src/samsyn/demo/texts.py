"""What the demo's referrers, parties and coordinators write: plain, respectful,
and never about a diagnosis.
"""

REFERRALS = [
    {
        "question": (
            "Vi vill ha hjälp med arbetsträning i lugn takt och någon som är med i kontakten med "
            "arbetsgivaren."
        ),
        "own_words": "”Jag vill komma ut bland folk igen och känna att jag behövs någonstans.”",
        "background": "Har arbetat sju år i butik och två år på lager. Har gymnasieutbildning och B-körkort.",
        "done_so_far": "Har trappat upp vardagsaktiviteter under våren. Uppföljning hos oss om sex veckor.",
        "considerations": "Behöver få en sak i taget och gärna skriftlig information efter möten.",
    },
    {
        "question": "Kan insatsen vara rätt nästa steg? Personen vill prova ett praktiskt arbete utomhus.",
        "own_words": "”Jag mår bra av att jobba med händerna. Helst ute och helst på förmiddagen.”",
        "background": "Avslutade grundskolan. Har hjälpt till på en gård och trivdes med djuren.",
        "done_so_far": "Har gått på aktivitetshuset två dagar i veckan sedan i höstas.",
        "considerations": "Har svårt med bussbyten. Närhet till arbetsplatsen gör stor skillnad.",
    },
    {
        "question": (
            "Vi behöver en samlad plan. Flera myndigheter är med och personen vet inte vart hen ska "
            "vända sig."
        ),
        "own_words": "”Det är så många att prata med. Jag vill att någon håller ihop det.”",
        "background": "Utbildad undersköterska, arbetade inom äldreomsorgen i tolv år.",
        "done_so_far": (
            "Möte med arbetsgivaren är hållet. Det finns ingen väg tillbaka till den gamla arbetsplatsen."
        ),
        "considerations": "Orkar möten på högst en timme. Tidiga förmiddagar fungerar sämst.",
    },
    {
        "question": "Stöd att hitta en praktikplats som kan leda till studier eller arbete.",
        "own_words": "”Jag vill bli klar med gymnasiet men inte i ett vanligt klassrum.”",
        "background": "Saknar sex gymnasiekurser. Är van vid datorer och redigerar film på fritiden.",
        "done_so_far": "Studievägledare är kontaktad. Väntar på besked om kurser till hösten.",
        "considerations": "Föredrar sms framför telefonsamtal.",
    },
    {
        "question": "Behöver stöd av coach för att pröva arbetsförmågan på en riktig arbetsplats.",
        "own_words": "”Jag vet inte vad jag klarar längre. Jag vill prova på riktigt.”",
        "background": "Elektriker med lång erfarenhet. Har arbetat som arbetsledare.",
        "done_so_far": (
            "Rehabiliteringen i vården är avslutad. Vi har planerat för arbetsträning 10 timmar i veckan."
        ),
        "considerations": "Kan inte lyfta tungt. Behöver kunna växla mellan att sitta och stå.",
    },
    {
        "question": "Personen är redo för nästa steg efter lång tid hemma. Passar insatsen?",
        "own_words": "”Jag har barn som börjat skolan nu. Nu är det min tur.”",
        "background": "Har drivit en liten verksamhet med sömnad. Läser svenska på kvällar.",
        "done_so_far": "Har deltagit i språkcafé och en kurs om arbetsmarknaden.",
        "considerations": "Behöver kunna lämna och hämta barn, helst tider mellan nio och två.",
    },
    {
        "question": "Vi önskar hjälp att hitta en arbetsplats där personen kan börja med få timmar.",
        "own_words": "”Jag har sökt hundra jobb. Jag vill att någon ser mig och inte mitt CV.”",
        "background": "Truckkort och erfarenhet från industri. Van vid skiftarbete.",
        "done_so_far": (
            "Två praktikperioder har avbrutits. Vi har tillsammans gått igenom vad som inte fungerade."
        ),
        "considerations": "Trivs bäst i mindre grupper.",
    },
    {
        "question": "Hjälp med kartläggning av intressen och förutsättningar inför studier.",
        "own_words": "”Jag är nyfiken på att jobba med människor men vet inte hur man börjar.”",
        "background": "Har läst ett år på folkhögskola. Ideellt engagerad i en idrottsförening.",
        "done_so_far": "Kontakt med folkhögskolan är tagen. Personen har besökt ett öppet hus.",
        "considerations": "Behöver påminnelse dagen före inbokade tider.",
    },
]

CONSULTATIONS = [
    "En person i trettioårsåldern har varit borta länge från arbetslivet. Vilka vägar finns, och i vilken "
    "ordning?",
    "Vi har prövat praktik två gånger utan att det höll. Hur har ni tänkt i liknande fall?",
    "Personen vill studera men oroar sig för ekonomin. Vem behöver vara med när vi planerar?",
    "Hur kan vi dela på ansvaret när tre myndigheter träffar samma person varje månad?",
    "Kan personen vara aktuell för er insats senare, och vad bör vara på plats innan dess?",
]
RECOMMENDATIONS = [
    "Bjud in till ett gemensamt möte med kommunen och Arbetsförmedlingen innan en ny praktik planeras.",
    "Börja med studie- och yrkesvägledning. Återkom när kurserna är valda, då kan insatsen vara rätt.",
]

ANSWERS = [
    {"is_known": True, "facts": "Personen är känd hos oss sedan ett år. Vi träffas var tredje vecka.",
     "planned": "Uppföljning är bokad. Vi kan vara med vid ett gemensamt möte.",
     "need": "Vi ser att insatsen kan vara rätt nu."},
    {"is_known": False, "need": "Vi har inget eget att tillföra men ställer oss bakom insatsen."},
    {"is_known": True, "facts": "Pågående kontakt. Planeringen är gemensam med personen.",
     "planned": "En ny planering görs om två månader.",
     "need": "En lugn start är viktig, gärna med få timmar i veckan."},
]  # fmt: skip

COMPLETE = (
    "Skriv vilka timmar i veckan som är möjliga och om det finns något läkarutlåtande vi bör känna till."
)
OFFER = "Välkommen till insatsen. Samordnaren kallar till ett första samtal inom två veckor."
QUEUE = "Insatsen är rätt men platserna är fyllda just nu. Vi hör av oss så snart det finns en plats."
DECLINE = "Personen vill vänta till efter sommaren. Ni är välkomna med en ny aktualisering då."
NOT_NOW = "Arbetsträning är för tidigt. Vi föreslår en ny kontakt när planeringen i vården är klar."
OTHER_WAY = "Vi enades om att kommunens arbetsmarknadsenhet kan börja direkt med studiebesök."
