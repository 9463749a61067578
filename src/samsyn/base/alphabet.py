"""The Swedish alphabet, for what is put in order outside the database."""

import unicodedata

# After z, in this order; what stands on the right comes after every letter. Other accents make no difference.
LAST = str.maketrans("åäæöø", "{||}}")


def alphabetical(text: object) -> str:
    """A key to sort by: å, ä and ö last and in that order, capitals as small letters, é as e."""
    marked = unicodedata.normalize("NFC", str(text)).casefold().translate(LAST)
    return "".join(one for one in unicodedata.normalize("NFKD", marked) if not unicodedata.combining(one))
