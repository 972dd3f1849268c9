// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/internal/manifest_paths.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

QString withSlashes(QString path)
{
    return path.replace(u'\\', u'/');
}

QString pathInManifest(const QDir& folder, const QString& written)
{
    if (written.startsWith(u"file:/"_s, Qt::CaseInsensitive)) // a link, as browsers copy it
        return QUrl(written).toLocalFile();
    const bool hasOneForm = std::all_of(written.begin(), written.end(),
                                        [](QChar c) { return c.unicode() < 0x80 && c != u'\\'; });
    // Most paths have: for them, no disk is asked.
    if (hasOneForm || folder.exists(written))
        return written;
    const QString path = withSlashes(written);
    QString visible = path; // what was pasted from a web page may bring along what nobody sees
    visible.removeIf([](QChar c) { return c.category() == QChar::Other_Format; });
    for (const QString& candidate : {path, path.normalized(QString::NormalizationForm_C),
                                     path.normalized(QString::NormalizationForm_D), visible})
        if (folder.exists(candidate))
            return candidate;
    return path;
}

} // namespace ccad
