// SPDX-License-Identifier: GPL-3.0-or-later
// ccad_write_golden_cases FOLDER: the files that tests/golden/make_dicom_golden.py measures.
#include "tests/support/golden_cases.h"

#include <QDir>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: ccad_write_golden_cases FOLDER\n", stderr);
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    if (!folder.mkpath(u"."_s))
        return 1;
    for (const auto& one : ccad::test::goldenCases()) {
        QFile file(folder.filePath(one.name + u".dcm"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(one.file) != one.file.size())
            return 1;
    }
    return 0;
}
