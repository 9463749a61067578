"""Invented Swedish names: common given names and family names, put together by chance."""


def _listed(names: str) -> list[str]:
    return names.split()


WOMEN = _listed("""
    Agnes Aisha Alma Amina Anneli Asta Birgitta Britta Camilla Cecilia Dagny Ebba Edit Elin Ellinor Elsa
    Emelie Ester Eva Fatima Frida Gerd Gunilla Hanna Helen Ida Ingrid Inger Irma Iris Jasmin Jenny
    Johanna Josefin Julia Karin Kerstin Klara Lena Leila Linda Linnea Lisa Lovisa Maja Malin Margareta
    Maria Marina Mia Mona Nadia Nora Olivia Petra Pia Rebecka Ronja Rut Sara Selma Signe Siv Sofia Stina
    Svea Tanja Therese Tilda Tora Tove Ulla Vera Viola Yasmin Ylva Zahra Åsa
""")
MEN = _listed("""
    Adam Ahmed Albin Alexander Ali Alvar Anders Anton Arne Arvid Axel Bengt Birger Björn Bo Christian
    Daniel David Edvin Elias Emil Erik Farid Filip Folke Fredrik Gustav Gösta Hans Hassan Henrik Hugo
    Ibrahim Ingemar Isak Ivar Jakob Jan Jesper Joel Johan Jonas Karl Kent Kjell Lars Leif Leo Linus
    Ludvig Magnus Marcus Mats Melker Mikael Milan Måns Nils Ola Olof Omar Oskar Patrik Per Peter Pontus
    Ragnar Rasmus Robin Roland Rune Samir Sebastian Sigge Sixten Sten Sture Sven Thomas Tobias Torsten
    Ulf Vidar Viktor Wilhelm Yusuf Åke
""")
FAMILIES = _listed("""
    Abdi Ahlgren Ahmadi Almkvist Andersson Arvidsson Asplund Axelsson Backlund Berg Bergkvist Berglund
    Bergman Björk Björklund Blomgren Borg Boström Brandt Bratt Bäckman Carlsson Claesson Dahl Dahlgren
    Dahlqvist Danielsson Edlund Ek Ekberg Ekdahl Eklund Ekström Engberg Engström Eriksson Falk Farah
    Fors Forsberg Fransson Fredriksson Friberg Gunnarsson Gustafsson Hagström Hall Hallberg Haddad
    Hansson Hassan Hedlund Hedman Hellström Henriksson Hermansson Holm Holmberg Holmgren Hussein
    Håkansson Höglund Isaksson Jakobsson Jansson Johansson Jonsson Josefsson Karimi Karlsson Kling
    Larsson Lind Lindahl Lindberg Lindgren Lindholm Lindkvist Lindström Ljung Lund Lundberg Lundgren
    Lundin Magnusson Malm Martinsson Mattsson Melin Moberg Mohammadi Månsson Mårtensson Nilsson Norberg
    Nordin Nordström Norling Nyberg Nyman Nyström Olofsson Olsson Omar Palm Persson Pettersson Rahimi
    Rosén Rydberg Samuelsson Sandberg Sandström Saleh Sjöberg Sjögren Skog Skoglund Sköld Stenberg Ström
    Strömberg Sundberg Sundin Svensson Söderberg Söderström Tapper Thelin Tornberg Vestin Vikström Wall
    Wallin Wester Westman Wik Wiklund Åberg Åkerlund Öberg Öhman Öst
""")


def name_for(sex: str, chance) -> tuple[str, str]:
    """(given name, family name) drawn with ``chance`` (random.Random)."""
    return chance.choice(WOMEN if sex == "woman" else MEN), chance.choice(FAMILIES)
