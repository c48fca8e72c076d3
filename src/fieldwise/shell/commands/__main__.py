from fieldwise.shell.commands import main

main(prog_name="fieldwise")
