"""What the log says of each action, in French: « Inès Durand a confirmé la fiche »."""

ACTIONS = {
    "mailing.resume": "reçoit à nouveau un genre de courriel",
    "mailing.stop": "a arrêté un genre de courriel",
    "registration.confirm": "a confirmé la fiche",
}
