"""The associations of the demo: members, areas, staffing and reference statistics, as published.

Sources: Kalmar's annual report 2022; for Sörmland the plan of Sikta mot arbetslivet (version 2.0, 2025), the
presentation of KASAM (2023) and the application for SIKTA (2019).
"""

from typing import Any

SOCIAL_SERVICES = {
    "legal_regime": "social_services",
    "retention_years": 5,
    "retention_basis": "SoL (2025:400) 16 kap. 1 §",
}
HEALTH_CARE = {
    "legal_regime": "health_care",
    "retention_years": 10,
    "retention_basis": "PDL (2008:355) 3 kap. 17 §",
}

# Municipality: its name in the genitive, as authorities carry it.
SORMLAND_MUNICIPALITIES = {
    "Katrineholm": "Katrineholms", "Flen": "Flens", "Vingåker": "Vingåkers", "Gnesta": "Gnesta",
    "Trosa": "Trosa",
    "Nyköping": "Nyköpings", "Oxelösund": "Oxelösunds", "Strängnäs": "Strängnäs", "Eskilstuna": "Eskilstuna",
}  # fmt: skip
KALMAR_MUNICIPALITIES = {
    "Borgholm": "Borgholms", "Emmaboda": "Emmaboda", "Hultsfred": "Hultsfreds", "Högsby": "Högsby",
    "Kalmar": "Kalmar", "Mönsterås": "Mönsterås", "Mörbylånga": "Mörbylånga", "Nybro": "Nybro",
    "Oskarshamn": "Oskarshamns", "Torsås": "Torsås", "Vimmerby": "Vimmerby", "Västervik": "Västerviks",
}  # fmt: skip
# Where coaches share the local team's participants.
WHOLE_TEAM = {"Eskilstuna", "Katrineholm"}

ASSOCIATIONS: dict[str, dict[str, Any]] = {
    "sormland": {
        "name": "Samordningsförbundet Sörmland", "region": "04", "region_name": "Region Sörmland",
        "municipalities": SORMLAND_MUNICIPALITIES,
    },
    "kalmar": {
        "name": "Samordningsförbundet i Kalmar län", "region": "08", "region_name": "Region Kalmar län",
        "municipalities": KALMAR_MUNICIPALITIES,
    },
}  # fmt: skip

AREAS = {  # area: (seat, municipalities)
    "Västra": ("Katrineholm", ["Katrineholm", "Flen", "Vingåker"]),
    "Södra": ("Nyköping", ["Gnesta", "Trosa", "Nyköping", "Oxelösund"]),
    "Norra": ("Eskilstuna", ["Strängnäs", "Eskilstuna"]),
}

# Sikta mot arbetslivet 2025: per cent of full time paid by the municipality and by the association.
STAFFING = {
    "Katrineholm": (75, 150), "Flen": (50, 100), "Vingåker": (25, 50), "Gnesta": (25, 50), "Trosa": (25, 50),
    "Nyköping": (100, 150), "Oxelösund": (25, 50), "Strängnäs": (100, 100), "Eskilstuna": (200, 250),
}  # fmt: skip
REGION_COORDINATORS = 300

KASAM = "Om KASAM, Samordningsförbundet Sörmland, 2023"
APPLICATION = "Ansökan SIKTA, Västra Sörmland, 2019"
# (measure, as of, source, {municipality: value})
STATISTICS = [
    ("population", "2023-01-01", KASAM,
     {"Katrineholm": 35000, "Flen": 16000, "Vingåker": 9000, "Gnesta": 12000, "Trosa": 15000,
      "Nyköping": 60000,
      "Oxelösund": 12000, "Strängnäs": 40000, "Eskilstuna": 108000}),
    ("socioeconomy", "2023-01-01", KASAM,
     {"Katrineholm": 18, "Flen": 21, "Vingåker": 20, "Gnesta": 13, "Trosa": 10, "Nyköping": 17,
      "Oxelösund": 18,
      "Strängnäs": 13, "Eskilstuna": 20}),
    ("higher_education", "2018-12-31", APPLICATION, {"Katrineholm": 14, "Flen": 13, "Vingåker": 11}),
    ("unemployed", "2019-07-31", APPLICATION, {"Katrineholm": 681, "Flen": 421, "Vingåker": 142}),
    ("social_assistance", "2019-07-31", APPLICATION, {"Katrineholm": 821, "Flen": 313, "Vingåker": 229}),
    ("sickness_days", "2019-07-31", APPLICATION, {"Katrineholm": "11.6", "Flen": "11.1", "Vingåker": "13.6"}),
    ("activity_compensation", "2019-02-28", APPLICATION, {"Katrineholm": 130, "Flen": 58, "Vingåker": 24}),
]  # fmt: skip
TO_ASCII = str.maketrans("åäöÅÄÖ", "aaoAAO")
