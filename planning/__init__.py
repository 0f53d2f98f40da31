"""Plumbline's planning application. Its folders are the stages of the surgeon's work."""
