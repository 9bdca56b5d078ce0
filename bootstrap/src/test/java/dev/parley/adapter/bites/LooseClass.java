package dev.parley.adapter.bites;

import dev.parley.adapter.bitestwo.OtherAdapter;
import okhttp3.OkHttpClient;

/** Breaks: adapters don't know each other, show only their facade, use their own libraries, and lock without synchronized. */
public class LooseClass {

    public synchronized OkHttpClient client(OtherAdapter other) {
        return other.client();
    }
}
