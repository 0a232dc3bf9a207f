package io.quarkiverse.mqttx.connector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.mqttx.spi.SessionStore;
import io.smallrye.common.annotation.Identifier;

@ApplicationScoped
@Identifier("database")
public class DatabaseStores implements SessionStore.Factory {

    @Inject
    DataSource database;

    @Override
    public SessionStore open(SessionStore.Request request) {
        return new DatabaseStore(database, request.clientId());
    }

    /** create table mqtt_session (client varchar(256), name varchar(40), content blob, primary key (client, name)) */
    record DatabaseStore(DataSource database, String clientId) implements SessionStore {

        @Override
        public Map<String, byte[]> load() throws SQLException {
            Map<String, byte[]> entries = new HashMap<>();
            try (Connection connection = database.getConnection();
                    PreparedStatement select = connection
                            .prepareStatement("select name, content from mqtt_session where client = ?")) {
                select.setString(1, clientId);
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    entries.put(rows.getString(1), rows.getBytes(2));
                }
            }
            return entries;
        }

        @Override
        public void commit(List<Change> changes) throws SQLException {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    write(connection, changes);
                    connection.commit();
                } catch (SQLException e) {
                    connection.rollback();
                    throw e;
                }
            }
        }

        private void write(Connection connection, List<Change> changes) throws SQLException {
            try (PreparedStatement delete = connection
                    .prepareStatement("delete from mqtt_session where client = ? and name = ?");
                    PreparedStatement insert = connection
                            .prepareStatement("insert into mqtt_session (client, name, content) values (?, ?, ?)")) {
                for (Change change : changes) {
                    delete.setString(1, clientId);
                    delete.setString(2, change.key());
                    delete.addBatch();
                    if (change instanceof Put put) {
                        insert.setString(1, clientId);
                        insert.setString(2, put.key());
                        insert.setBytes(3, put.value());
                        insert.addBatch();
                    }
                }
                delete.executeBatch();
                insert.executeBatch();
            }
        }

        @Override
        public void close() {
        }
    }
}
