// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/internal/journal_database.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <atomic>
#include <map>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int waitForWritersMs = 10000;

// Primary result codes of SQLite (sqlite.org/rescode.html).
constexpr int sqliteError = 1;
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCannotOpen = 14;
constexpr int sqliteNotADatabase = 26;

Error errorOf(const QSqlError& error, const QString& path)
{
    // The last byte of an extended code is the primary one.
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case sqliteNotADatabase:
        return {ErrorCode::FileBroken, u"%1 is no journal of CCAD."_s.arg(path), path};
    case sqliteCorrupt:
    case sqliteError:
        return {ErrorCode::FileBroken,
                u"The journal %1 is damaged: %2. Put back a copy of it, or screen "
                "the files anew into another journal."_s.arg(path, error.databaseText()),
                path};
    case sqliteBusy:
    case sqliteLocked:
        return {ErrorCode::WriteFailed,
                u"The journal %1 is kept busy by another program. Try again when it "
                "is done."_s.arg(path),
                path};
    case sqliteFull:
        return {ErrorCode::WriteFailed,
                u"Cannot write the journal %1: there is no room left on its disk."_s.arg(path),
                path};
    case sqliteReadOnly:
    case sqliteCannotOpen:
        return {ErrorCode::WriteFailed,
                u"Cannot write the journal %1: permission denied. CCAD writes to a "
                "journal even to read it; copy it to a folder of your own."_s.arg(path),
                path};
    default:
        return {ErrorCode::WriteFailed,
                u"Cannot write the journal %1: %2."_s.arg(path, error.databaseText()), path};
    }
}

Result<void> execute(QSqlQuery& query, const QVariantList& values, const QString& path)
{
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(int(i), values[i]);
    if (!query.exec())
        return errorOf(query.lastError(), path);
    return {};
}

QString newConnectionName()
{
    static std::atomic<int> number = 0;
    return u"ccad-journal-%1"_s.arg(++number);
}

} // namespace

/// Qt forgets a connection by its name only when no statement or handle of it is left.
class JournalDatabase::Connection
{
public:
    struct Statement
    {
        QSqlQuery query;
        bool busy = false; ///< somebody is at one of its rows
    };

    explicit Connection(const QString& path)
        : m_name(newConnectionName()), m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name))
    {
        m_database.setDatabaseName(path);
        m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(waitForWritersMs));
    }

    ~Connection()
    {
        m_statements.clear();
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] QSqlDatabase& database() { return m_database; }

    Result<Statement*> statement(const char* sql, const QString& path)
    {
        const auto [first, last] = m_statements.equal_range(sql);
        for (auto known = first; known != last; ++known)
            if (!known->second.busy)
                return &known->second;
        Statement fresh{QSqlQuery(m_database)};
        fresh.query.setForwardOnly(true); // otherwise Qt keeps every row it has passed
        if (!fresh.query.prepare(QString::fromUtf8(sql)))
            return errorOf(fresh.query.lastError(), path);
        return &m_statements.emplace(sql, std::move(fresh))->second;
    }

private:
    QString m_name;
    QSqlDatabase m_database;
    std::multimap<const char*, Statement> m_statements;
};

QVariant JournalRow::operator[](int column) const
{
    return m_query.value(column);
}

JournalDatabase::JournalDatabase(QString path) : m_path(std::move(path)) { }

JournalDatabase::~JournalDatabase() = default;

Result<std::unique_ptr<JournalDatabase>> JournalDatabase::open(const QString& path)
{
    if (!QCoreApplication::instance() || !QSqlDatabase::isDriverAvailable(u"QSQLITE"_s))
        return Error{ErrorCode::Internal,
                     u"Cannot open the journal %1: Qt's driver for SQLite is missing "
                     "(Debian: libqt6sql6-sqlite)."_s.arg(path),
                     path};
    std::unique_ptr<JournalDatabase> journal(new JournalDatabase(path));
    journal->m_connection = std::make_unique<Connection>(path);
    QSqlDatabase& database = journal->m_connection->database();
    if (!database.open())
        return errorOf(database.lastError(), path);
    if (auto set = journal->runOnce(u"PRAGMA foreign_keys = ON"_s); !set)
        return set.error();
    return journal;
}

Result<void> JournalDatabase::runOnce(const QString& sql)
{
    QSqlQuery query(m_connection->database());
    if (!query.exec(sql))
        return errorOf(query.lastError(), m_path);
    return {};
}

Result<int> JournalDatabase::run(const char* sql, const QVariantList& values)
{
    const auto statement = m_connection->statement(sql, m_path);
    if (!statement)
        return statement.error();
    QSqlQuery& query = (*statement)->query;
    if (auto executed = execute(query, values, m_path); !executed)
        return executed.error();
    const int changed = query.numRowsAffected();
    query.finish();
    return changed;
}

Result<void> JournalDatabase::forEach(const char* sql, const QVariantList& values,
                                      const std::function<Result<void>(const JournalRow&)>& take)
{
    const auto statement = m_connection->statement(sql, m_path);
    if (!statement)
        return statement.error();
    QSqlQuery& query = (*statement)->query;
    if (auto executed = execute(query, values, m_path); !executed)
        return executed.error();
    (*statement)->busy = true;
    Result<void> done;
    while (done && query.next())
        done = take(JournalRow(query));
    if (done && query.lastError().isValid())
        done = errorOf(query.lastError(), m_path);
    query.finish(); // an unfinished one would hold on to the state it reads
    (*statement)->busy = false;
    return done;
}

Result<qint64> JournalDatabase::number(const char* sql, const QVariantList& values)
{
    qint64 number = 0;
    auto read = forEach(sql, values, [&](const JournalRow& row) -> Result<void> {
        number = row.number(0);
        return {};
    });
    if (!read)
        return read.error();
    return number;
}

Result<void> JournalDatabase::inTransaction(const std::function<Result<void>()>& work)
{
    if (auto begun = run("BEGIN IMMEDIATE"); !begun)
        return begun.error();
    if (auto done = work(); !done) {
        (void)run("ROLLBACK");
        return done;
    }
    if (auto committed = run("COMMIT"); !committed) {
        (void)run("ROLLBACK");
        return committed.error();
    }
    return {};
}

} // namespace ccad
