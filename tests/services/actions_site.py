"""A database file with a few parties and touchpoints, and what people do to actions in it."""

from datetime import UTC, datetime, timedelta

from cjm_tui.config import FixedClock
from cjm_tui.services import actions as service
from cjm_tui.services.action_undo import undo
from cjm_tui.services.edits import form, save
from cjm_tui.store.database import Database
from tests.queries.facts import catalog

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
PEOPLE = """
    insert into touchpoint (touchpoint_id, name) values ('ivr', 'IVR'), ('chat', 'Chat');
    insert into party (party_id, name, department, kind, state) values
        ('p-kaur', 'S. Kaur', 'Contact', 'person', 'active'),
        ('p-lind', 'H. Lind', 'Customer Office', 'person', 'active'),
        ('p-cole', 'N. Cole', 'Technology', 'person', 'active'),
        ('p-hart', 'M. Hart', 'Digital', 'person', 'left'),
        ('d-field', 'Field', 'Field', 'department', 'active');
"""


class ActionSite:
    """Who does what, at which time; every call is a session of its own."""

    def __init__(self, path, monkeypatch=None):
        self.path = path
        self.monkeypatch = monkeypatch
        self.now = NOW
        database = Database.create(path, "Europe/London", FixedClock(NOW))
        with database.write() as writer:
            writer.execute(PEOPLE)
        self.is_("ann")

    @property
    def database(self):
        return Database(self.path, FixedClock(self.now), catalog())

    def is_(self, who):
        self.monkeypatch.setenv("CJM_USER", who)
        return self

    def later(self, **much):
        self.now += timedelta(**much)
        return self

    def opened(self, noun, identity="", about=""):
        with self.database.read() as reader:
            return form(reader, catalog(), noun, identity, about)

    def do(self, noun, about="", **answers):
        return save(self.database, self.opened(noun, about=about), answers)

    def add(self, title="Fix the menu", **answers):
        return self.do("action", title=title, **answers).identity

    def edit(self, action_id, **answers):
        return save(self.database, self.opened("action", action_id), answers)

    def move(self, action_id, to, **answers):
        return self.do("action_move", f"{to}:{action_id}", **answers)

    def word(self, action_id, department, **answers):
        said = {"agreed_by": "B. Boss"} | answers
        return self.do("action_word", f":{action_id}", department=department, **said)

    def undo(self, action_id):
        return undo(self.database, action_id)

    def agreed(self, **answers):
        said = {"owner": "kaur", "sponsor": "lind", "due": "2026-12-18"} | answers
        action_id = self.add(**said)
        self.move(action_id, "agreed")
        return action_id

    def live(self, action_id):
        self.move(action_id, "in progress")
        self.do("action_sign_off", f"training:{action_id}", by="S. Kaur")
        self.do("action_communication", f":{action_id}", audience="all agents", message="new menu")
        self.move(action_id, "live")
        return action_id

    def get(self, action_id):
        with self.database.read() as reader:
            return service.action(reader, action_id)

    def page(self, action_id):
        with self.database.read() as reader:
            return service.action_page(reader, action_id)

    def rows(self, sql):
        with self.database.read() as reader:
            return reader.rows(sql)
