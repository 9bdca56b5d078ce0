package dev.parley.application.usecase.identity;

import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.Pictures;
import java.nio.charset.StandardCharsets;

/** Takes every text but those that name an outcome for a picture, and shows the text. */
final class PlainPictures implements Pictures {

    @Override
    public Outcome square(byte[] picture, int side) {
        String text = new String(picture, StandardCharsets.UTF_8);
        return switch (text) {
            case "unknown" -> new Outcome.Unknown();
            case "too large" -> new Outcome.TooLarge();
            case "broken" -> new Outcome.Broken();
            case "busy" -> new Outcome.Busy();
            default ->
                new Outcome.Made(new FileStore.File("image/png", (side + " " + text).getBytes(StandardCharsets.UTF_8)));
        };
    }
}
