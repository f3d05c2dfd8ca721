"""The web page: Gradio around the assistant, one module per tab."""
