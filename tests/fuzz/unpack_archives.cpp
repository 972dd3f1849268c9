// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/archive.h"
#include "core/intake/internal/member_names.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

UnpackLimits smallLimits()
{
    UnpackLimits limits;
    limits.maxEntries = 64;
    limits.maxBytes = qint64{2} << 20;
    limits.maxFileBytes = qint64{1} << 20;
    return limits;
}

void expectName(const QString& name)
{
    const QStringList parts = name.split(u'/');
    expect(!parts.contains(u".."_s) && !parts.contains(u"."_s), "a name leads nowhere else");
    expect(std::none_of(name.begin(), name.end(),
                        [](QChar c) { return c.category() == QChar::Other_Control; }),
           "a name holds nothing that a terminal would obey");
}

/// What lies in the folder is what the list says, and no more than the limits allow.
void expectFiles(const OpenFolder& folder, const std::vector<UnpackedFile>& files,
                 const UnpackLimits& limits)
{
    QSet<QString> written; // a link to a member is that file once more
    qint64 bytes = 0;
    for (const UnpackedFile& file : files) {
        expectName(file.name);
        if (file.problem) {
            expectSentence(*file.problem);
            expect(file.path.isEmpty(), "a member with a problem has no file");
            continue;
        }
        const QFileInfo info(file.path);
        expect(info.absolutePath() == folder.path() && info.isFile() && !info.isSymLink(),
               "a member becomes a file of the folder");
        expect(info.size() <= limits.maxFileBytes, "no file is larger than allowed");
        bytes += written.contains(file.path) ? 0 : info.size();
        written.insert(file.path);
    }
    expect(bytes <= limits.maxBytes, "all files together are no larger than allowed");
    expect(QDir(folder.path())
                   .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)
                   .size()
               == written.size(),
           "nothing else lies in the folder");
}

} // namespace

void unpackArchives(const QByteArray& input)
{
    const InputFile file(input);
    const UnpackLimits limits = smallLimits();
    const OpenFolder folder = emptyFolder();
    UnpackUsage usage;
    const auto unpacked = unpackArchive(file.path(), folder, limits, usage);
    if (!unpacked) {
        expectSentence(unpacked.error());
        expectFiles(folder, {}, limits);
        expect(usage.entries == 0 && usage.bytes == 0, "an archive that failed used nothing");
        return;
    }
    expectFiles(folder, unpacked->files, limits);
}

} // namespace ccad::fuzz
