package dev.parley.bootstrap.e2e;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedExchange;
import dev.parley.application.fake.ScriptedModelServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the model answers to a question: the same at every attempt, another for every question. */
final class Answers {

    static final int PIECES = 12;

    private Answers() {}

    static List<String> pieces(String question) {
        var pieces = new ArrayList<String>();
        pieces.add("About «" + question + "»: ");
        for (int i = 1; i < PIECES; i++) {
            pieces.add(i % 3 == 0 ? "第" + i + "句 👩‍🚀 " : "word-" + i + "\r\n");
        }
        return pieces;
    }

    static String to(String question) {
        return String.join("", pieces(question));
    }

    /** How long the first pieces are. */
    static int length(String question, int pieces) {
        return String.join("", pieces(question).subList(0, pieces)).length();
    }

    static ModelScript whole(String question) {
        return ModelScript.answering(pieces(question).toArray(String[]::new));
    }

    /** Says so many pieces, waits for the latch, says the rest. */
    static ModelScript waitingAfter(int pieces, String question, CountDownLatch gate) {
        ModelScript script = after(pieces, question).await(gate);
        for (String piece : pieces(question).subList(pieces, PIECES)) {
            script = script.delta(piece);
        }
        return script.finish("stop").usage(7, PIECES).done();
    }

    /** Says so many pieces; what follows is for the caller to add. */
    static ModelScript after(int pieces, String question) {
        ModelScript script = ModelScript.streaming().head();
        for (String piece : pieces(question).subList(0, pieces)) {
            script = script.delta(piece);
        }
        return script;
    }

    /** Waits until the model was asked a question. */
    static ScriptedExchange awaitAsked(ScriptedModelServer model, String question) throws InterruptedException {
        ScriptedExchange exchange = model.takeExchange();
        while (!exchange.request().lastUserMessage().equals(question)) {
            exchange = model.takeExchange();
        }
        return exchange;
    }
}
