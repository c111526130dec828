"""Two pages that are one structure: choose what each says best, and keep one."""
