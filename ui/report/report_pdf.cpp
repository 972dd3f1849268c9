// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_pdf.h"

#include "core/base/files.h"
#include "ui/report/report_painter.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QHashSeed>
#include <QMutex>
#include <QPageSize>
#include <QPdfWriter>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Qt writes the fonts of a PDF in the order of a hash, whose seed differs from run to run. Only
/// hashes made meanwhile have the fixed seed.
class FixedHashSeed
{
public:
    FixedHashSeed() { QHashSeed::setDeterministicGlobalSeed(); }
    ~FixedHashSeed() { QHashSeed::resetRandomGlobalSeed(); }
    Q_DISABLE_COPY_MOVE(FixedHashSeed)
};

/// QPdfWriter knows only the present time. The replacement has the same length, since the file ends
/// with a table of offsets.
void setDate(QByteArray& pdf, const QDateTime& time)
{
    static const QRegularExpression pattern(u"/CreationDate\\s*\\((D:\\d{14}[^)]*)\\)"_s);
    const QRegularExpressionMatch match = pattern.match(QString::fromLatin1(pdf));
    if (!match.hasMatch())
        return;
    const int length = int(match.capturedLength(1));
    const QByteArray date = time.toUTC().toString(u"'D:'yyyyMMddHHmmss"_s).toLatin1();
    const QByteArray zone = length >= date.size() + 7 ? QByteArray("+00'00'") : QByteArray("Z");
    pdf.replace(match.capturedStart(1), length, (date + zone).leftJustified(length, ' ', true));
}

} // namespace

QByteArray repeatablePdf(const QString& title, const QDateTime& time,
                         const std::function<void(QPagedPaintDevice&)>& paint)
{
    static QMutex oneAtATime; // for the seed, which is of the whole process
    const QMutexLocker lock(&oneAtATime);
    const FixedHashSeed seed;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setCreator(u"CCAD"_s);
    writer.setTitle(title);
    writer.setResolution(reportDotsPerInch);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF());
    paint(writer);
    QByteArray pdf = buffer.data();
    setDate(pdf, time);
    return pdf;
}

QByteArray reportPdf(const ReportContent& content)
{
    // No name in the title: whoever lists files sees it, and it outlives a blackened page.
    return repeatablePdf(QCoreApplication::translate("Report", "Report"), content.time,
                         [&content](QPagedPaintDevice& device) { paintReport(device, content); });
}

Result<void> writeReportPdf(const ReportContent& content, const QString& path)
{
    return writeFileAtomically(path, reportPdf(content));
}

} // namespace ccad
