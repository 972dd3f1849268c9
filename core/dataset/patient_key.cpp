// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/patient_key.h"

#include "core/base/files.h"
#include "core/base/installation_key.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace ccad {

Result<void> checkPattern(const QString& pattern)
{
    if (pattern.trimmed().isEmpty())
        return Error{ErrorCode::InvalidArgument, u"The pattern for the patient's key is empty."_s,
                     pattern};
    const QRegularExpression expression(pattern);
    if (!expression.isValid())
        return Error{ErrorCode::InvalidArgument,
                     u"The pattern \"%1\" is no regular expression: at character %2, %3."_s.arg(
                         pattern, QString::number(expression.patternErrorOffset() + 1),
                         expression.errorString()),
                     pattern};
    if (expression.captureCount() != 1)
        return Error{ErrorCode::InvalidArgument,
                     u"The pattern \"%1\" has %2 capturing groups; it needs one pair of "
                     "parentheses, around the part that names the patient."_s.arg(
                         pattern, QString::number(expression.captureCount())),
                     pattern};
    return {};
}

QString patientKeyFromPath(const QString& pattern, const QString& relativePath)
{
    // Compiling takes far longer than matching, and a data set asks with one pattern throughout.
    thread_local QRegularExpression expression;
    if (expression.pattern() != pattern)
        expression.setPattern(pattern);
    return expression.match(relativePath).captured(1);
}

bool isPlaceholderWord(const QString& patient)
{
    static const QRegularExpression words(
        u"^(anon(ym(ous|i[sz]ed?)?)?|patient( ?id)?|unknown|none|null|nil|n "
        u"a|na|test|dummy|default|"
        "removed|deleted|blank|no ?(name|id)|not? ?(known|available)|id|x+)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression error(u"^#(ref|n/a|value|name|div/0|num|null)[!?]?$"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression between(u"[^\\p{L}\\p{N}]+"_s);
    const QString bare = QString(patient).replace(between, u" "_s).trimmed();
    return !patient.isEmpty()
        && (words.match(bare).hasMatch() || error.match(patient.trimmed()).hasMatch());
}

bool isRoundedNumber(const QString& patient)
{
    static const QRegularExpression rounded(u"^[0-9]([.,][0-9]+)?[eE]\\+[0-9]{2,3}$"_s);
    return rounded.match(patient.trimmed()).hasMatch();
}

QString patientDigest(const QString& patientId)
{
    return patientId.isEmpty() ? QString() : sha256Hex(patientId.toUtf8()).left(16);
}

QString pseudonymOf(const QString& digest)
{
    constexpr int bytes = 8;
    if (digest.isEmpty())
        return {};
    return QString::fromLatin1(
        keyedDigest(keyOfThisRun(), "patient", digest.toLatin1(), bytes).toHex());
}

QString pseudonym(const QString& patientId)
{
    return pseudonymOf(patientDigest(patientId));
}

} // namespace ccad
