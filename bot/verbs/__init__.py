"""What people can do, a module per subject, a function per verb. No Telegram."""
