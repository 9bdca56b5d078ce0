package dev.parley.application.port.bites;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Breaks: ports are interfaces, the application needs no library. */
public final class PortThatIsAClass {

    public ObjectMapper mapper() {
        return new ObjectMapper();
    }
}
