// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/node_journal.h"

#include "app/cli/console.h"

#include <QStringList>

#include <cstdlib>

#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

/// Systemd says to which stream it connected standard error (systemd.exec(5), JOURNAL_STREAM).
bool isJournal()
{
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat facts = {};
    return stream != nullptr && fstat(STDERR_FILENO, &facts) == 0
        && QByteArray(stream)
        == QByteArray::number(quint64(facts.st_dev)) + ':'
            + QByteArray::number(quint64(facts.st_ino));
}

void toJournal(const LogEvent& event)
{
    std::vector<QByteArray> lines{
        "MESSAGE=" + onOneLine(event.text).toUtf8(),
        "PRIORITY=" + QByteArray::number(static_cast<int>(event.priority)),
    };
    for (const auto& [name, value] : event.fields)
        lines.push_back("CCAD_" + name + '=' + onOneLine(value).toUtf8());
    std::vector<iovec> pieces;
    for (QByteArray& line : lines)
        pieces.push_back({line.data(), static_cast<std::size_t>(line.size())});
    (void)sd_journal_sendv(pieces.data(), static_cast<int>(pieces.size()));
}

QString wordFor(LogPriority priority)
{
    switch (priority) {
    case LogPriority::Error:
        return u"error"_s;
    case LogPriority::Warning:
        return u"warning"_s;
    case LogPriority::Info:
        break;
    }
    return u"info"_s;
}

void toStandardError(const LogEvent& event)
{
    QStringList fields;
    for (const auto& [name, value] : event.fields)
        fields << QString::fromLatin1(name).toLower() + u'=' + onOneLine(value);
    printMessage(fields.isEmpty() ? u"%1: %2"_s.arg(wordFor(event.priority), onOneLine(event.text))
                                  : u"%1: %2 (%3)"_s.arg(wordFor(event.priority),
                                                         onOneLine(event.text), fields.join(u' ')));
}

} // namespace

NodeLog nodeJournal()
{
    return isJournal() ? NodeLog(toJournal) : NodeLog(toStandardError);
}

void tellServiceManager(const char* state)
{
    (void)sd_notify(0, state);
}

} // namespace ccad::cli
