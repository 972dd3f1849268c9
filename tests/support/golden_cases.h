// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace ccad::test {

/// One DICOM file that covers something; its expected numbers are in
/// tests/golden/dicom_written.json.
struct GoldenCase
{
    QString name;
    QByteArray file;
};

[[nodiscard]] std::vector<GoldenCase> goldenCases();

} // namespace ccad::test
