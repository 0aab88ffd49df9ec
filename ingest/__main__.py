"""`python -m ingest`."""


def main() -> None:
    from ingest.cli import cli

    cli()


if __name__ == "__main__":
    main()
