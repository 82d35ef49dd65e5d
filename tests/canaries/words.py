"""Which word stands in which personal field, and where it may be found with which reason."""

# Field -> the word that stands in it. Several words where several things are typed into one field.
CANARIES: dict[str, tuple[str, ...]] = {
    "notifications.Answer.ciphertext": (
        "kanarieordbarnet",
        "kanarieordberetning",
        "kanarieordcitat",
        "kanarieordtrygtsted",
        "kanarieordarbejdssted",
        "kanarieordskrevetnavn",
        "kanarieordafbrudt",
    ),
    "notifications.RescuedPost.sealed": ("kanarieordreddet",),
    "notifications.Assessment.reason": ("kanarieordvurdering",),
    "notifications.Assessment.act": ("kanarieordhandling",),
    "notifications.Assessment.told_child": ("kanarieordfortalt",),
    "notifications.Decision.reason": ("kanarieordbeslutning",),
    "notifications.Decision.talk_reason": ("kanarieordsamtale",),
    "notifications.Note.text": ("kanarieordnotat",),
    "notifications.Message.text": ("kanarieordbesked", "kanarieordsvar"),
    "notifications.Attachment.name": ("kanarieordfilnavn",),
    "notifications.AttachmentPage.ciphertext": ("kanarieordkamera",),
    "notifications.Observation.text": ("kanarieordiagttagelse",),
    "notifications.ConsultationLine.text": ("kanarieordsparring", "kanarieordraad"),
    "notifications.Forwarding.receiver": ("kanarieordnabo",),
    "notifications.Forwarding.channel": ("kanarieordkanal",),
    "notifications.Forwarding.accepted_who": ("kanarieordmodtager",),
    "organisation.Staff.name": ("kanarieordnavn",),
    "organisation.Staff.email": ("kanarieordpost",),
    "organisation.Staff.phone": ("81726354",),
    "organisation.Staff.password": ("kanarieordkode",),
    "organisation.Contact.person": ("kanarieordkontaktperson",),
    "organisation.Contact.phone": ("91827364",),
    "organisation.Contact.email": ("kanarieordkontaktpost",),
    "notifications.Handover.file": (),  # every word of the case stands in it, and is searched
    "notifications.Handover.paper": (),
    "notifications.Handover.receipt": ("kanarieordsagsnummer",),
    "notifications.Transfer.reason": ("kanarieordvideregivet",),
    "notifications.Transfer.answer": ("kanarieordreturneret",),
    "plans.DocumentProposal.file_name": ("kanarieorddokument",),
    "plans.DocumentProposal.pieces": ("kanarieordafsnit",),
    "notifications.Concern.reference": (),  # set when the concern is filed
    "axes.AccessAttempt.username": ("kanarieordgaet",),
    "axes.AccessAttempt.user_agent": ("kanarieordbrowser",),
}
# Personal, but nothing that can be typed: keys to people and places, times, addresses of machines.
NOTHING_TYPED = {
    "axes.AccessAttempt.ip_address": "127.0.0.1 in a test",
    "sessions.Session.session_data": "what stands in it is decoded and searched",
    "notifications.Concern.pick_up_at": "a time",
    "notifications.ChildIndex.value": "a keyed digest; the number and the name are searched as answers",
    "notifications.ReadingCheck.reference": "the concern's own, searched there",
    "plans.ClosingRecord.read": "titles of the plan, and days",
    "notifications.Transfer.reference": "the concern's own, searched there",
    "notifications.BrokenGlass.reference": "the same",
    "notifications.Concern.is_protected": "yes or no",
}
# Where a word may be found, and why. Everything else that is found fails the test.
KNOWN: dict[tuple[str, str], str] = {
    ("organisation.Staff.name", "dump"): "the directory; documented in docs/privacy.md",
    ("organisation.Staff.email", "dump"): "the login",
    ("organisation.Staff.email", "recipients"): "the address a mail goes to",
    ("organisation.Staff.phone", "dump"): "the directory",
    ("organisation.Contact.person", "dump"): "published for everybody",
    ("organisation.Contact.phone", "dump"): "published for everybody",
    ("organisation.Contact.email", "dump"): "published for everybody",
    (
        "organisation.Contact.phone",
        "files",
    ): "the page for when the portal is away",
    ("notifications.Concern.reference", "dump"): "read aloud on the phone; stage 1 of the encryption",
    ("plans.DocumentProposal.file_name", "dump"): "a plan on its way to be published; expires",
    ("plans.DocumentProposal.pieces", "dump"): "the same",
    ("axes.AccessAttempt.username", "dump"): "slows down guessing; taken away after the pause",
    ("axes.AccessAttempt.user_agent", "dump"): "the same row",
}
