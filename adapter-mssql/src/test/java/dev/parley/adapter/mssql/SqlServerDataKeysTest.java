package dev.parley.adapter.mssql;

import dev.parley.application.contract.DataKeysContract;
import dev.parley.application.contract.StoreBackend;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnabledIfEnvironmentVariable(named = SqlServerSchema.URL, matches = ".+")
class SqlServerDataKeysTest extends DataKeysContract {

    @RegisterExtension
    static final SqlServerSchema SCHEMA = new SqlServerSchema();

    @Override
    protected StoreBackend openBackend() {
        return SCHEMA.backend();
    }
}
