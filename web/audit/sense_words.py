"""What was recorded about what people see in charts and how they understand it, in words."""

from __future__ import annotations

SENSE_WORDS = {
    "sense.add": "Noted what they see in a chart",
    "sense.change": "Opened the form of their own observation",
    "sense.delete": "Deleted an observation that they had withdrawn",
    "sense.delete_reading": "Deleted a reading that they had withdrawn",
    "sense.interpret": "Said how they understand an observation",
    "sense.note": "Opened the form of an observation",
    "sense.observation": "Read an observation",
    "sense.page": "Looked at what people see",
    "sense.put_back": "Put an observation back",
    "sense.put_reading_back": "Put a reading back",
    "sense.reread": "Opened the form of their own reading",
    "sense.save_change": "Changed their own observation",
    "sense.save_reading": "Changed their own reading",
    "sense.take_back": "Withdrew an observation",
    "sense.take_reading_back": "Withdrew a reading",
}
