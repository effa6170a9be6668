"""The web page: Gradio around the front door. It maps events to what is shown, and decides nothing."""
