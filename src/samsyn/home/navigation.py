"""What the page shell shows: who you are, in whose name you act, and where you can go."""


def shell(request):
    return {"nav": None, "who": None}
