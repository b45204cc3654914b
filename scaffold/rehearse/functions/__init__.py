"""The functions of a rehearsal: real code in limited processes, and what fires it.

`packages` puts what functions are deployed with into folders, `told` tells the emulator of them. All that is in `live`
runs beside the emulator, in its process.
"""
