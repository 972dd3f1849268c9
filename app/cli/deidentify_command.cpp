// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/deidentify_options.h"

#include <QFile>
#include <QJsonArray>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

constexpr qint64 mostListBytes = 16 << 20;
constexpr qint64 mostMappingBytes = 1 << 30;

const QString usage
    = u"ccad-cli deidentify IN... --out DIR [--retain WHAT,...] [--clean WHAT,...]\n"
      "       [--blank none|found|FILE] [--boxes FILE] [--key FILE]\n"
      "       [--mapping FILE [--plain-mapping]] [--replace] [--json]\n"
      "       ccad-cli deidentify --open-mapping FILE"_s;

QByteArray passphrase()
{
    const QByteArray known = qgetenv("CCAD_PASSPHRASE");
    if (!known.isEmpty())
        return known;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return input.readLine().trimmed();
}

int openMapping(const QString& path)
{
    const auto content = readFile(path, mostMappingBytes);
    if (!content)
        return failWith(content.error());
    const auto mapping = opened(*content, passphrase());
    if (!mapping)
        return failWith(mapping.error());
    for (const QString& line : QString::fromUtf8(*mapping).split(u'\n', Qt::SkipEmptyParts))
        printLine(line);
    return AllDone;
}

QString boxText(const PixelBox& box)
{
    return u"%1x%2 at %3,%4"_s.arg(box.width).arg(box.height).arg(box.left).arg(box.top);
}

QJsonObject jsonOf(const QString& file, const Result<DeidFile>& done)
{
    QJsonObject json{{u"file"_s, file}};
    json[u"error"_s] = done ? QJsonValue() : QJsonValue(done.error().message);
    json[u"written"_s]
        = done && !done->written.isEmpty() ? QJsonValue(done->written) : QJsonValue();
    QJsonArray boxes;
    QJsonArray notes;
    if (done) {
        for (const PixelBox& box : done->boxes)
            boxes.append(QJsonArray{box.left, box.top, box.width, box.height});
        notes = QJsonArray::fromStringList(done->notes);
    }
    json[u"boxes"_s] = boxes;
    json[u"notes"_s] = notes;
    return json;
}

void printFile(const QString& file, const Result<DeidFile>& done)
{
    if (!done) {
        printMessage(done.error().message);
        return;
    }
    QStringList boxes;
    for (const PixelBox& box : done->boxes)
        boxes << boxText(box);
    const bool waits = done->written.isEmpty();
    const QString text = waits
        ? u"not written; text seems to be in its pixels: %1"_s.arg(boxes.join(u"; "_s))
        : boxes.isEmpty() ? done->written
                          : u"%1; blanked: %2"_s.arg(done->written, boxes.join(u"; "_s));
    printLine(onOneLine(file) + u": "_s + text);
    for (const QString& note : done->notes)
        printMessage(u"%1: %2"_s.arg(onOneLine(file), note));
}

/// Reads what else the run needs: the list of boxes and the passphrase.
Result<DeidRun> completed(const DeidentifyOptions& options)
{
    DeidRun run = options.run;
    if (!run.mapping.isEmpty() && !run.isMappingPlain)
        run.passphrase = passphrase();
    if (options.listed.isEmpty())
        return run;
    const auto content = readFile(options.listed, mostListBytes);
    if (!content)
        return content.error();
    auto boxes = boxesFromCsv(*content);
    if (!boxes)
        return boxes.error();
    run.listed = *std::move(boxes);
    return run;
}

int deidentifyFiles(const DeidentifyOptions& options)
{
    const auto run = completed(options);
    if (!run)
        return failWith(run.error());
    const auto print = [&options](const NamedFile& file, const Result<DeidFile>& done) {
        endProgress();
        options.isJson ? printJson(jsonOf(file.file, done)) : printFile(file.file, done);
    };
    const auto report = deidentifyAll(*run, print, interruptToken(), terminalProgress());
    endProgress();
    if (!report)
        return failWith(report.error());
    if (const QString leftOut = companionText(report->companions); !leftOut.isEmpty())
        printMessage(leftOut);
    if (report->wasInterrupted)
        return Interrupted;
    return report->failed + report->waiting > 0 ? SomeFailed : AllDone;
}

} // namespace

int deidentifyCommand(const QStringList& arguments)
{
    CommandOptions options(
        u"Writes DICOM files without what tells whose they are, by the Basic Profile of DICOM "
        u"PS3.15 "
        "and its\noptions. New UIDs and dates agree with each other; names of files say nothing. "
        "Text in the pixels is\nlooked for and has to be looked at."_s,
        usage);
    prepareDeidentify(options);
    if (const auto status = parse(options.parser(), arguments, usage))
        return *status;
    const QString idle = options.firstSet({"out", "replace", "retain", "clean", "blank", "boxes",
                                           "key", "mapping", "plain-mapping", "json"});
    const bool opens = options.isSet("open-mapping");
    if (opens && !(idle.isEmpty() && options.parser().positionalArguments().isEmpty()))
        return wrongUsage(u"--open-mapping goes together with nothing else."_s, usage);
    if (opens)
        return openMapping(options.text("open-mapping"));
    const auto asked = deidentifyOptions(options);
    if (!asked)
        return wrongUsage(asked.error().message, usage);
    return deidentifyFiles(*asked);
}

} // namespace ccad::cli
