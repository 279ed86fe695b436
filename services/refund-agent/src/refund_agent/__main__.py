"""`python -m refund_agent` runs the service."""

from refund_agent.app import main

if __name__ == "__main__":
    main()
