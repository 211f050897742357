import "./styles/main.css";
import "./icons.svg?url";
