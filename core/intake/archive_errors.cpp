// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/archive_errors.h"

using namespace Qt::StringLiterals;

namespace ccad {

bool endsAll(const Error& error)
{
    return error.code == ErrorCode::Cancelled || error.code == ErrorCode::WriteFailed;
}

Error sentenceOn(const QString& what, const Error& clause)
{
    return {clause.code, u"Cannot unpack %1: %2."_s.arg(what, clause.message), what};
}

Error encrypted(const QString& what)
{
    return {ErrorCode::Unsupported,
            u"Cannot unpack %1: it is encrypted. Unpack it by hand first."_s.arg(what), what};
}

Error onlyNamed(const QString& archive, const QString& kind)
{
    return {
        ErrorCode::Unsupported,
        u"Cannot unpack %1: it is %2. Unpack it by hand and take the folder."_s.arg(archive, kind),
        archive};
}

} // namespace ccad
