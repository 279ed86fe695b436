"""`python -m chargeback_agent` runs the service."""

from chargeback_agent.app import main

if __name__ == "__main__":
    main()
