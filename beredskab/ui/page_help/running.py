"""Login, people, units, systems and settings."""

from django.utils.translation import gettext_lazy as _

from beredskab.ui.page_help.kinds import Help

_ADMINISTRATION = _("You run the portal here. Nothing on these pages shows a notification.")

HELP: dict[str, Help] = {
    "administration:home": Help(
        _("What is decided here holds for everybody. Nothing on these pages shows a notification.")
    ),
    "administration:start": Help(
        _("A step is done when the database says so. A link is shown to whoever may go there.")
    ),
    "administration:operation": Help(
        _("What needs somebody stands on top. The page never says how many notifications there are.")
    ),
    "administration:people": Help(
        _("Everybody with a login. The staff office’s list is the source; change there first.")
    ),
    "administration:units": Help(_ADMINISTRATION),
    "administration:settings": Help(
        _("What you change holds at once, and stands in the log. A deadline that runs keeps its day.")
    ),
    "administration:rules": Help(_("You suggest, another person approves. Until then nothing has changed.")),
    "administration:mail_texts": Help(
        _("Own words for reminders. The mail about a notification is the same for everybody, for ever.")
    ),
    "administration:mine": Help(_("What the portal knows about you, and what is yours.")),
    "signin:providers": Help(
        _("You suggest, another person approves. Whoever could change it alone could sign in as anybody.")
    ),
    "signin:mine": Help(_("How you log in here. Make new recovery codes before you need them.")),
    "administration:mine_away": Help(
        _("Say from when to when, and who stands in. Come back earlier? Say it here as well.")
    ),
    "administration:upload": Help(
        _(
            "One line for each employment, with at least navn, email, enhed and profession. There is a "
            "template to begin with."
        )
    ),
    "administration:staff_list": Help(
        _(
            "Look at lines with a fault first, then at who would leave. Nothing has changed before you say "
            "yes."
        )
    ),
    "administration:keys": Help(
        _(
            "You suggest, another person approves, and then it is done at the machine within a week. This "
            "page opens nothing."
        )
    ),
    "administration:titles": Help(
        _(
            "A title that nobody has given a meaning leaves its holder with what is for everybody. Begin "
            "with those that many have."
        )
    ),
    "administration:professions": Help(
        _(
            "A profession decides what somebody reads and confirms. What you change here changes their "
            "list at once."
        )
    ),
    "administration:rights": Help(
        _(
            "What waits stands on top. Approve only what you would have asked for yourself; nobody "
            "approves their own."
        )
    ),
    "administration:team": Help(
        _(
            "Everybody here can open what the team receives. Say for each whether they still belong; who "
            "nobody confirms loses the right."
        )
    ),
    "administration:my_people": Help(
        _("You say yourself who comes, who is away and who leaves. The portal follows at their next click.")
    ),
    "administration:person": Help(
        _(
            "Where somebody works and as what decides what they read. What you change holds at their next "
            "click."
        )
    ),
    "administration:leave": Help(
        _(
            "Check the last day. Login, roles and teams go by themselves; open cases go back to the team, "
            "and what was read is kept."
        )
    ),
    "doors:overview": Help(
        _(
            "Give each system its own secret and no more than it needs. A secret is shown once; make a new "
            "one when it is lost."
        )
    ),
    "doors:groups": Help(
        _("Give a group a meaning only when you know who decides who is in it. Another person approves it.")
    ),
    "doors:held": Help(
        _(
            "Ask whoever runs the directory before you say yes. A mistake there would lock many people out "
            "at once."
        )
    ),
    "signin:closed_teams": Help(
        _(
            "Choose a passphrase, and let a colleague in when you have called them and the marks are the "
            "same. "
            "At least two should be able to unlock."
        )
    ),
}

# Pages that show the sentences of another one: its forms, and the same thing for others.
LIKE: dict[str, tuple[str, ...]] = {
    "signin:closed_teams": ("signin:passphrase",),
    "signin:providers": ("signin:new_provider", "signin:change_provider"),
    "administration:keys": ("administration:suggest_key",),
    "administration:mail_texts": ("administration:mail_text",),
    "administration:rules": ("administration:suggest_rules",),
    "administration:professions": ("administration:new_profession", "administration:profession"),
    "administration:rights": ("administration:give_right",),
    "administration:team": ("administration:recertification",),
    "administration:my_people": ("administration:take_on",),
    "administration:person": (
        "administration:correct",
        "administration:employ",
        "administration:job",
        "administration:reset_second_step",
        "administration:say_away",
    ),
    "doors:overview": ("doors:new_token", "doors:new_hook", "doors:hook"),
    "doors:groups": ("doors:group",),
}
