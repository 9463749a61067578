"""The house style, checked. If one of these fails, the message says what to do."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from samsyn.base import tenancy

ROOT = Path(__file__).parents[1] / "src" / "samsyn"
FILES = [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts and path.read_text().strip()]
CODE = [path for path in FILES if "tests" not in path.parts]
CASE_APPS = {"participants", "disclosures", "referrals", "enrolments"}
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("samsyn.")]
OWN_MODELS = [model for model in OUR_MODELS if not hasattr(model, "pgh_tracked_model")]

WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}
# Where writing is the file's business beside actions: what saves forms, the log, sign-in books, whole
# registers.
WRITERS = {"actions", "commands", "imports.py", "tenancy.py"}
WRITING_FILES = {"base/forms.py", "base/models.py", "accounts/models.py", "audit/actions.py"}
BANNED_NAMES = {"utils", "helpers", "services", "manager", "common", "misc"}


def name(path):
    return str(path.relative_to(ROOT))


def tree(path):
    return ast.parse(path.read_text())


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_says_what_it_is_for(path):
    assert ast.get_docstring(tree(path)), "start the file with one sentence"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_file_is_named_for_what_it_holds(path):
    assert not BANNED_NAMES & set(path.with_suffix("").parts), "say what is in it instead"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_only_actions_write(path):
    if WRITERS & {path.name, path.stem, *path.relative_to(ROOT).parts} or name(path) in WRITING_FILES:
        return
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    writes = [
        ast.unparse(call)[:80]
        for call in calls
        if getattr(call.func, "attr", "") in WRITES
        and not ast.unparse(call.func).startswith(("actions.", "super()", "digest.", "hash", "{"))
        and not (call.func.attr == "update" and len(call.args) == 1 and not call.keywords)  # a dict or set
    ]
    assert not writes, "move the write to the app's actions.py"


def actions():
    for path in CODE:
        if path.name != "actions.py" and "actions" not in path.parts:
            continue
        if path.parent.name == "audit":
            continue
        functions = {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}
        for function in functions.values():
            if not function.name.startswith("_"):
                yield pytest.param(function, functions, id=f"{path.parent.name}.{function.name}")


def called(function, functions, seen=()):
    """Names of what a function calls, itself or through functions of the same file."""
    names = {
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    for further in names & set(functions) - set(seen) - {function.name}:
        names |= called(functions[further], functions, (*seen, function.name))
    return names


# machine() and what the wall's own machinery does have nobody to ask for leave.
UNASKED = {
    "machine",
    "forget_receipts",
    "change_profile",
    "put_on_hat",
    "make_token",
    "revoke_token",
    "use_token",
}  # one's own name, hat and tokens are one's own


@pytest.mark.parametrize(("function", "functions"), list(actions()))
def test_an_action_says_who_asks_for_leave_and_is_logged(function, functions):
    if function.name in UNASKED:
        return
    assert "by" in [argument.arg for argument in function.args.kwonlyargs], "add *, by"
    names = called(function, functions)
    assert names & {"require", "has"}, "call require()"
    assert names & {"record", "looked_at", "looked_through"}, "call record()"


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_a_model_says_which_fields_are_personal(model):
    declared = vars(model).get("Personal")
    assert declared, "add class Personal: fields = {...} (or set())"
    assert declared.fields <= {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_case_table_is_behind_the_wall(model: type[models.Model]):
    if model._meta.app_label in CASE_APPS:
        assert model in tenancy.walls(), "inherit CaseRecord, or give the model a wall"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_the_day_is_passed_in(path):
    # The last two hold rules about the present itself: not in the future, not older than a life.
    about_now = {"enrolments/actions.py", "participants/identity.py"}
    asks = {
        "views.py",
        "import_views.py",
        "cards.py",
        "forms.py",
        "tasks.py",
        "days.py",
        "middleware.py",
        "apps.py",
        "acting.py",
        "api.py",
        "permissions.py",
    }
    if (
        path.name in asks
        or path.stem.endswith("_views")
        or name(path) in about_now
        or {"views", "commands", "templatetags", "project", "demo"} & set(path.relative_to(ROOT).parts)
    ):
        return
    found = [
        ast.unparse(node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("today", "days.today", "timezone.localdate", "date.today")
    ]
    assert not found, "take the day as an argument; views, tasks and commands ask today()"


def test_every_page_is_in_its_apps_access_table():
    missing = []
    for urls in ROOT.glob("*/urls.py"):
        app = urls.parent
        if app.name == "project" or not app.joinpath("tests", "test_access.py").exists():
            missing += [] if app.name == "project" else [f"{app.name} has no tests/test_access.py"]
            continue
        table = app.joinpath("tests", "test_access.py").read_text()
        for node in ast.walk(tree(urls)):
            if not isinstance(node, ast.keyword) or node.arg != "name":
                continue
            if isinstance(node.value, ast.Constant) and f'"{node.value.value}"' not in table:
                missing.append(f"{app.name}:{node.value.value}")
    assert not missing, "write who may open the page in the app's access table"


STACKED = re.compile(r'<table class="plain stack">.*?</table>', re.DOTALL)
LISTS = [
    path for path in ROOT.rglob("*.html") if STACKED.search(path.read_text()) or path.name == "rows.html"
]


@pytest.mark.parametrize("path", LISTS, ids=name)
def test_each_cell_of_a_list_says_what_it_is_on_a_phone(path):
    text = path.read_text()
    cells = re.findall(
        r"<td(?![^>]*data-label)[^>]*>(.*?)</td>", " ".join(STACKED.findall(text)) or text, re.DOTALL
    )
    acts = ("ds-button", "ds-link", "<form", "{% tag", "<a href")  # these speak for themselves
    unsaid = [cell for cell in cells if cell.strip() and not any(act in cell for act in acts)]
    assert not unsaid, "give the cell the column's head as data-label"
