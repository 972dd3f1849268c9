// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/deidentify_options.h"
#include "app/cli/files_to_predict.h"
#include "core/base/temporary_folder.h"

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

Result<DeidFolder> openFolder(const DeidentifyOptions& options)
{
    auto key = options.key.isEmpty() ? Pseudonyms::randomKey() : keyOfFile(options.key);
    if (!key)
        return key.error();
    DeidFolderRequest request{options.out, options.profile, *key, options.policy,
                              {},          options.existing};
    if (!options.listed.isEmpty()) {
        const auto content = readFile(options.listed, mostListBytes);
        if (!content)
            return content.error();
        auto boxes = boxesFromCsv(*content);
        if (!boxes)
            return boxes.error();
        request.listed = *std::move(boxes);
    }
    return DeidFolder::open(std::move(request));
}

/// What else is written when all files are done.
Result<void> writeLists(const DeidentifyOptions& options, const DeidMapping& mapping,
                        const QByteArray& secret,
                        const QHash<QString, std::vector<PixelBox>>& boxes)
{
    if (!options.boxes.isEmpty()) {
        if (auto ok = writeFileAtomically(options.boxes, boxesToCsv(boxes)); !ok)
            return ok;
    }
    if (options.mapping.isEmpty())
        return {};
    if (options.isMappingPlain)
        return writeFileAtomically(options.mapping, mapping.csv());
    const auto content = sealed(mapping.csv(), secret);
    return content ? writeFileAtomically(options.mapping, *content) : content.error();
}

/// The passphrase, asked for and tried before the long work.
Result<QByteArray> secretFor(const DeidentifyOptions& options)
{
    if (options.mapping.isEmpty() || options.isMappingPlain)
        return QByteArray();
    const QByteArray secret = passphrase();
    const auto tried = sealed({}, secret);
    return tried ? Result<QByteArray>(secret) : tried.error();
}

int deidentifyAll(const DeidentifyOptions& options)
{
    const CancelToken& cancel = interruptToken();
    const auto secret = secretFor(options);
    if (!secret)
        return failWith(secret.error());
    auto folder = openFolder(options);
    if (!folder)
        return failWith(folder.error());
    // For as long as its files are read. Where there is none, the first archive says so.
    const auto unpacked = TemporaryFolder::make();
    const QString archives = unpacked ? unpacked->path() + u"/archives"_s : QString();
    const auto found = filesToPredict(options.paths, archives, cancel);
    if (!found)
        return failWith(found.error());
    const Progress progress = terminalProgress();
    QHash<QString, std::vector<PixelBox>> boxes;
    int status = AllDone;
    qint64 number = 0;
    for (const FileToPredict& file : found->files) {
        progress(++number, static_cast<qint64>(found->files.size()), file.file);
        const auto done = file.problem ? Result<DeidFile>(*file.problem)
                                       : folder->add(file.file, file.path, cancel);
        endProgress();
        if (cancel.isCancelled()) {
            status = Interrupted;
            break;
        }
        options.isJson ? printJson(jsonOf(file.file, done)) : printFile(file.file, done);
        if (!done || done->written.isEmpty())
            status = SomeFailed;
        if (done)
            boxes.insert(file.file, done->boxes);
    }
    // Also after an interruption: the files that were written have to be found again.
    if (auto ok = writeLists(options, folder->mapping(), *secret, boxes); !ok)
        return failWith(ok.error());
    if (const QString leftOut = companionText(found->companions); !leftOut.isEmpty())
        printMessage(leftOut);
    return status;
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
    return deidentifyAll(*asked);
}

} // namespace ccad::cli
