// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/intake/intake.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A folder that a test fills and takes in.
class IntakeFixture : public QObject
{
    Q_OBJECT

protected:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_day; ///< what is taken in
    CompanionCounts m_companions; ///< of the last request

    [[nodiscard]] QString write(const QString& name, const QByteArray& content = "content") const
    {
        const QString path = m_day + u'/' + name;
        QFile file(path);
        if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly)
            || file.write(content) != content.size())
            qFatal("cannot write a file for the test");
        return path;
    }

    [[nodiscard]] IntakeRequest request(const QStringList& paths = {}) const
    {
        return {paths.isEmpty() ? QStringList{m_day} : paths,
                m_folder->filePath(u"unpacked"_s),
                QByteArray(32, 'a'),
                {}};
    }

    std::vector<IntakeEntry> entriesOf(const IntakeRequest& request)
    {
        std::vector<IntakeEntry> entries;
        const auto done = takeIn(request, [&](const IntakeEntry& entry) -> Result<void> {
            entries.push_back(entry);
            return {};
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().message));
        m_companions = *done;
        return entries;
    }

    /// Files relative to the day's folder, with "!" behind those that have a problem.
    [[nodiscard]] QStringList namesOf(const std::vector<IntakeEntry>& entries) const
    {
        QStringList names;
        for (const IntakeEntry& entry : entries) {
            const QString file = entry.file.startsWith(m_day + u'/')
                ? entry.file.mid(m_day.size() + 1)
                : entry.file;
            names << file + (entry.problem ? u"!"_s : QString());
        }
        return names;
    }

    static IntakeEntry named(const std::vector<IntakeEntry>& entries, const QString& end)
    {
        for (const IntakeEntry& entry : entries)
            if (entry.file.endsWith(end))
                return entry;
        qFatal("no entry %s", qPrintable(end));
        return {};
    }

    static QStringList list(std::initializer_list<const char*> names)
    {
        QStringList texts;
        for (const char* name : names)
            texts << QString::fromUtf8(name);
        return texts;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_day = m_folder->filePath(u"day"_s);
        QVERIFY(QDir().mkpath(m_day));
    }
};

} // namespace ccad::test
