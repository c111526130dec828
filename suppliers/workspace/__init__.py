"""Where a buyer's work is kept: a visitor's, an account's, or an organisation's."""
