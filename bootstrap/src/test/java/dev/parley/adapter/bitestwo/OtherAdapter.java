package dev.parley.adapter.bitestwo;

import dev.parley.adapter.bites.LooseClass;
import okhttp3.OkHttpClient;

/** With its neighbour it makes a cycle. */
public final class OtherAdapter {

    public OkHttpClient client() {
        return new LooseClass().client(this);
    }
}
