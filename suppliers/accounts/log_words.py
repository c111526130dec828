"""What the log says of each action, in French: « Inès Durand a confirmé la fiche »."""

ACTIONS = {
    "mailing.resume": "reçoit à nouveau un genre de courriel",
    "mailing.stop": "a arrêté un genre de courriel",
    "registration.answer": "a répondu à la question",
    "registration.ask-owner": "a demandé à rejoindre la fiche",
    "registration.claim": "a demandé la fiche",
    "registration.confirm": "a confirmé la fiche",
    "registration.create": "a commencé l’inscription",
    "registration.delete": "a supprimé le brouillon",
    "registration.submit": "a envoyé la fiche à la validation",
    "registration.take-back": "a repris la fiche en brouillon",
}
