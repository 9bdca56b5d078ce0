package dev.parley.bootstrap;

import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.TicketStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Notes which calls of stores are made for requests and frames, in their order. What the server does by itself, now and
 * then, is not noted.
 */
final class StoreCalls {

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    /** The same stores, watched. */
    Storage around(Storage stores) {
        return new Storage(
                of(SessionStore.class, stores.sessions()),
                of(ConversationStore.class, stores.conversations()),
                of(ReplyJobs.class, stores.replies()),
                of(NodeLeases.class, stores.leases()),
                of(AccountStore.class, stores.accounts()),
                of(LoginStore.class, stores.logins()),
                of(ApiKeyStore.class, stores.apiKeys()),
                of(TicketStore.class, stores.tickets()),
                of(PreferenceStore.class, stores.preferences()),
                of(AuditLog.class, stores.audit()),
                stores.vault(),
                stores.words(),
                of(FileStore.class, stores.files()));
    }

    /** Those since it was asked last. */
    List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (String call = calls.poll(); call != null; call = calls.poll()) {
            taken.add(call);
        }
        return taken;
    }

    private <T> T of(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    if (isForSomebody(Thread.currentThread().getName())) {
                        calls.add(port.getSimpleName() + "." + method.getName());
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static boolean isForSomebody(String thread) {
        return thread.startsWith("rest-") || thread.startsWith("parley-ws-");
    }
}
