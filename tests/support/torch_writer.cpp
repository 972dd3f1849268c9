// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/torch_writer.h"

#include "tests/core/intake/zip_writer.h"

#include <QTemporaryDir>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

QByteArray number(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

// Opcodes of pickle, which read like a stack machine: arguments first, then what is done to them.

QByteArray text(const QByteArray& words)
{
    return "X" + number(static_cast<quint32>(words.size())) + words;
}

QByteArray integer(quint32 value)
{
    return "J" + number(value);
}

QByteArray name(const QByteArray& module, const QByteArray& what)
{
    return "c" + module + '\n' + what + '\n';
}

QByteArray tupleOfOne(const QByteArray& item)
{
    return item + '\x85';
}

} // namespace

QByteArray torchZip(const QByteArray& pickle, const QByteArray& storage)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"weights.pth"_s);
    writeZip(path, {{"archive/data.pkl", pickle}, {"archive/data/0", storage}});
    return contentOf(path);
}

QByteArray tensorPickle(quint32 elements)
{
    const QByteArray persistentId = "(" + text("storage") + name("torch", "FloatStorage")
        + text("0") + text("cpu") + integer(1) + "tQ";
    const QByteArray arguments = "(" + persistentId + integer(0) + tupleOfOne(integer(elements))
        + tupleOfOne(integer(0)) + '\x89' + name("collections", "OrderedDict") + ")Rt";
    return QByteArray("\x80\x02}") + text("weight") + name("torch._utils", "_rebuild_tensor_v2")
        + arguments + "Rs.";
}

} // namespace ccad::test
