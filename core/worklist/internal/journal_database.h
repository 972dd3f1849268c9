// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that knows Qt Sql.
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QVariant>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QSqlQuery;
QT_END_NAMESPACE

namespace ccad {

/// The row that a statement is at.
class JournalRow
{
public:
    explicit JournalRow(const QSqlQuery& query) : m_query(query) { }
    [[nodiscard]] QVariant operator[](int column) const;
    [[nodiscard]] qint64 number(int column) const { return (*this)[column].toLongLong(); }
    [[nodiscard]] QString text(int column) const { return (*this)[column].toString(); }

private:
    const QSqlQuery& m_query;
};

/// One connection to an existing SQLite file, for the thread that opened it. Needs a
/// QCoreApplication, without which Qt finds no driver. Statements are prepared once and kept; `sql`
/// has to be a literal, or another text that outlives the connection.
class JournalDatabase
{
public:
    /// Errors: Internal when there is no driver, and those of a statement.
    [[nodiscard]] static Result<std::unique_ptr<JournalDatabase>> open(const QString& path);
    ~JournalDatabase();
    JournalDatabase(const JournalDatabase&) = delete;
    JournalDatabase& operator=(const JournalDatabase&) = delete;

    [[nodiscard]] const QString& path() const { return m_path; }

    /// Not kept: for schema and settings.
    Result<void> runOnce(const QString& sql);
    /// Returns how many rows changed. Errors of this and all others: FileBroken, WriteFailed.
    Result<int> run(const char* sql, const QVariantList& values = {});
    /// Gives each row to `take`, whose error ends it. `take` may run other statements that read.
    Result<void> forEach(const char* sql, const QVariantList& values,
                         const std::function<Result<void>(const JournalRow&)>& take);
    /// The first column of the only row; 0 without one.
    Result<qint64> number(const char* sql, const QVariantList& values = {});

    /// All that `work` does, or nothing when it fails. Waits for other writers beforehand, so that
    /// it never fails for their sake halfway.
    Result<void> inTransaction(const std::function<Result<void>()>& work);

private:
    class Connection;
    explicit JournalDatabase(QString path);

    QString m_path;
    std::unique_ptr<Connection> m_connection;
};

} // namespace ccad
