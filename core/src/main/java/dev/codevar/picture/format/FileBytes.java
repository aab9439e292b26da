package dev.codevar.picture.format;

import dev.codevar.fault.BrokenFileException;

/** The bytes of a picture file, and what is said when they are not what they should be. */
public final class FileBytes {
    private final byte[] file;
    private final String name;
    private final String kind;

    /**
     * @param file not copied
     * @param name what an error calls the file
     * @param kind what an error calls the format
     */
    public FileBytes(byte[] file, String name, String kind) {
        this.file = file;
        this.name = name;
        this.kind = kind;
    }

    /** {@return the file's bytes, not copied} */
    public byte[] array() {
        return file;
    }

    /** {@return how many bytes the file has} */
    public int length() {
        return file.length;
    }

    /** {@return the byte there, 0 to 255} */
    public int at(int place) {
        requireUpTo(place + 1L);
        return file[place] & 0xff;
    }

    /** {@return the two bytes from there on as a number, the larger part first} */
    public int bigShort(int place) {
        return at(place) << 8 | at(place + 1);
    }

    /** {@return the two bytes from there on as a number, the smaller part first} */
    public int littleShort(int place) {
        return at(place) | at(place + 1) << 8;
    }

    /** {@return the four bytes from there on as a signed number, the smaller part first} */
    public int littleInt(int place) {
        return littleShort(place) | littleShort(place + 2) << 16;
    }

    /** Refuses a file that has fewer bytes. */
    public void requireUpTo(long end) {
        if (end > file.length) {
            throw broken("the " + kind + " ends too early");
        }
    }

    /** {@return whether these characters stand there} */
    public boolean has(int place, String latin) {
        if (place < 0 || place + latin.length() > file.length) {
            return false;
        }
        for (int i = 0; i < latin.length(); i++) {
            if ((file[place + i] & 0xff) != latin.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@return what to throw, in one line that names the file} */
    public BrokenFileException broken(String what) {
        return new BrokenFileException("cannot read " + name + ": " + what);
    }
}
