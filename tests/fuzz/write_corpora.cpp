// SPDX-License-Identifier: GPL-3.0-or-later
// ccad_write_corpora FOLDER: writes what each harness begins with into a folder of its name, and a
// dictionary, "words.dict". Inputs that are large are left out: they make a fuzzer slow, and the
// replay test has them.
#include "tests/fuzz/harness.h"
#include "tests/fuzz/seeds.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostBytes = 64 << 10;

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

bool writeSeeds(const QDir& root, const char* harness)
{
    const QString name = QString::fromLatin1(harness);
    if (!root.mkpath(name))
        return false;
    for (const ccad::fuzz::Seed& seed : ccad::fuzz::seedsOf(harness))
        if (seed.bytes.size() <= mostBytes
            && !write(root.filePath(name + u'/' + seed.name), seed.bytes))
            return false;
    return true;
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("ccad_write_corpora FOLDER\n", stderr);
        return 2;
    }
    const QDir root(QString::fromLocal8Bit(argv[1]));
    bool isWritten
        = root.mkpath(u"."_s) && write(root.filePath(u"words.dict"_s), ccad::fuzz::dictionary());
    for (const ccad::fuzz::Harness& harness : ccad::fuzz::harnesses())
        isWritten = isWritten && writeSeeds(root, harness.name);
    if (!isWritten)
        std::fprintf(stderr, "Cannot write below %s\n", argv[1]);
    return isWritten ? 0 : 1;
}
