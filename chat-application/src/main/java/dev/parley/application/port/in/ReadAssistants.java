package dev.parley.application.port.in;

import dev.parley.domain.assistant.Assistant;
import java.util.List;

/** Tells who can answer in the caller's tenant. Thread-safe; does not block. */
public interface ReadAssistants {

    /** All assistants the caller may choose from: the standard one first, the others by name. */
    List<Assistant> all(Principal caller);
}
