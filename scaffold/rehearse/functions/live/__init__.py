"""What runs beside the emulator, in its process: functions, and all that fires them."""
