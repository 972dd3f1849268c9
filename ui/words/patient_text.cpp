// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/patient_text.h"

#include "ui/settings/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text, int count = -1)
{
    return QCoreApplication::translate("PatientText", text, nullptr, count);
}

QString sexInWords(const QString& sex)
{
    if (sex == u"F")
        return tr("Female");
    if (sex == u"M")
        return tr("Male");
    return sex == u"O" ? tr("Sex: other") : QString();
}

QString ageInWords(const std::optional<double>& years)
{
    if (!years)
        return {};
    // Under two years, months say more.
    if (*years < 2)
        return tr("%n month(s)", int(std::floor(*years * 12 + 1e-6)));
    return tr("%n year(s)", int(std::floor(*years + 1e-6)));
}

QString sexAndAge(const Radiograph& radiograph)
{
    QStringList words{sexInWords(radiograph.patientSex), ageInWords(radiograph.patientAgeYears)};
    words.removeAll(QString());
    return words.join(u", "_s);
}

/// Replaces whole words only, so that a file called "a" does not take every letter a with it.
void replaceWord(QString& sentence, const QString& word, const QString& by)
{
    const QRegularExpression whole(u"(?<![\\w])%1(?![\\w])"_s.arg(QRegularExpression::escape(word)),
                                   QRegularExpression::UseUnicodePropertiesOption);
    sentence.replace(whole, QString(by).replace(QChar(u'\\'), u"\\\\"_s));
}

} // namespace

QString readableName(const QString& name)
{
    for (const QString& group : name.split(QChar(u'='))) {
        QStringList parts = group.split(QChar(u'^'));
        for (QString& part : parts)
            part = part.simplified();
        const QString family = parts.takeFirst();
        parts.removeAll(QString());
        const QString others = parts.join(QChar(u' '));
        if (!family.isEmpty() && !others.isEmpty())
            return family + u", "_s + others;
        if (!family.isEmpty() || !others.isEmpty())
            return family + others;
    }
    return {};
}

bool isPatientTextHidden(const Settings& settings)
{
    return settings.value(Setting::HidePatientText).toBool();
}

QString studyTitle(const QString& path, int number, bool hidden)
{
    return hidden ? tr("Study %1").arg(number) : QFileInfo(path).fileName();
}

QStringList patientLines(const Radiograph& radiograph, bool hidden)
{
    QStringList lines;
    const auto add = [&lines](const QString& form, const QString& value) {
        if (!value.isEmpty())
            lines << form.arg(value);
    };
    if (!hidden) {
        add(u"%1"_s, readableName(radiograph.patientName));
        add(tr("ID %1"), radiograph.patientId);
        add(tr("Born %1"), radiograph.patientBirthDate);
    }
    add(u"%1"_s, sexAndAge(radiograph));
    if (!hidden)
        add(tr("Study of %1"), radiograph.studyDate);
    return lines;
}

QString withoutPath(const QString& sentence, const QString& path, const QString& title, bool hidden)
{
    if (!hidden || path.isEmpty())
        return sentence;
    // By the path alone: this runs on the window's thread, and the file may lie on a slow disk.
    const QFileInfo info(path);
    const QFileInfo clean(QDir::cleanPath(info.absoluteFilePath()));
    QStringList secrets{path,           info.absoluteFilePath(), clean.filePath(),
                        info.path(),    info.absolutePath(),     clean.path(),
                        info.fileName()};
    for (const QString& secret : QStringList(secrets))
        secrets << QDir::toNativeSeparators(secret);
    secrets.removeIf([](const QString& secret) {
        return secret.isEmpty() || secret == u"." || secret == u"/" || secret == u"\\";
    });
    secrets.removeDuplicates();
    // The path of the file is replaced before the folder alone.
    std::stable_sort(secrets.begin(), secrets.end(),
                     [](const QString& a, const QString& b) { return a.size() > b.size(); });
    QString hiding = sentence;
    for (const QString& secret : secrets)
        replaceWord(hiding, secret, title);
    return hiding;
}

} // namespace ccad
