package dev.parley.application.contract;

import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.TicketStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores that reach their backend for so many calls, and then no more. */
final class ShortLived {

    private final AtomicInteger left;

    private ShortLived(int calls) {
        this.left = new AtomicInteger(calls);
    }

    static Stores stores(Stores stores, int calls) {
        var life = new ShortLived(calls);
        return new Stores(
                life.of(SessionStore.class, stores.sessions()),
                life.of(ConversationStore.class, stores.conversations()),
                life.of(ReplyJobs.class, stores.replies()),
                life.of(NodeLeases.class, stores.leases()),
                life.of(AccountStore.class, stores.accounts()),
                life.of(LoginStore.class, stores.logins()),
                life.of(ApiKeyStore.class, stores.apiKeys()),
                life.of(TicketStore.class, stores.tickets()),
                life.of(PreferenceStore.class, stores.preferences()),
                life.of(DataKeys.class, stores.dataKeys()),
                life.of(AuditLog.class, stores.audit()));
    }

    private <T> T of(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    if (left.getAndDecrement() <= 0) {
                        throw new StoreException.Unavailable(
                                method.getName(), new IllegalStateException("the test wants it"));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
