"""The dashboard: frames every page with navigation.  Start it with `leadscore serve` or `streamlit run app.py`."""
